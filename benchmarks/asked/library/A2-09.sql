WITH grounds AS (
  SELECT finding_id, evidence, source, date FROM findings WHERE holds(valid_from, valid_to)
  UNION ALL SELECT finding, evidence, source, date FROM evidence_items WHERE holds(valid_from, valid_to)
),
judged AS (
  SELECT a.assessment_id, a.establishment, a.phase, f.category, MIN(g.evidence) AS surest, MAX(g.date) AS newest,
         COUNT(DISTINCT g.source) AS number, listed(g.evidence) AS evidence, listed(g.source) AS sources
  FROM assessments a
  JOIN findings f ON f.assessment = a.assessment_id
  JOIN grounds g ON g.finding_id = f.finding_id
  WHERE a.establishment IS NOT NULL AND f.pole <> 'not-assessed'
    AND holds(a.valid_from, a.valid_to) AND holds(f.valid_from, f.valid_to)
  GROUP BY a.assessment_id, a.establishment, a.phase, f.category
),
aged AS (SELECT *, date_sub('year', newest, DATE 'AS_OF') AS age FROM judged)
SELECT j.establishment, e.name AS "establishmentLabel", j.phase, p.label AS "phaseLabel", j.category,
       c.label AS "categoryLabel", w.label AS surest, j.age, j.number AS "numberOfSources",
       told([CASE WHEN j.surest <> 'asserted' THEN 'hoogstens geschat' END, CASE WHEN j.age > 5 THEN 'oud' END,
             CASE WHEN j.number = 1 THEN 'één bron' END]) AS weakness, j.evidence, j.sources
FROM aged j
JOIN establishments e ON e.establishment_id = j.establishment
JOIN words c ON c.list = 'effect-category' AND c.word = j.category
JOIN words w ON w.list = 'evidence-level' AND w.word = j.surest
LEFT JOIN words p ON p.list = 'assessment-phase' AND p.word = j.phase
WHERE j.surest <> 'asserted' OR j.age > 5 OR j.number = 1
