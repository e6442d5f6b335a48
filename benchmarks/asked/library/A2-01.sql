WITH profiles AS (SELECT * FROM assessments WHERE establishment IS NOT NULL AND holds(valid_from, valid_to)),
found AS (SELECT * FROM findings WHERE holds(valid_from, valid_to)),
grounds AS (
  SELECT finding_id, rationale AS why, NULL AS item, evidence, source, date FROM found
  UNION ALL
  SELECT i.finding, NULL,
         coalesce(w.label || ': ', '') || coalesce(i.value || ' ' || i.unit, '')
           || CASE WHEN i.value IS NOT NULL AND i.rationale IS NOT NULL THEN ', ' ELSE '' END || coalesce(i.rationale, ''),
         i.evidence, i.source, i.date
  FROM evidence_items i LEFT JOIN words w ON w.list = 'indicator' AND w.word = i.indicator
  WHERE holds(i.valid_from, i.valid_to)
),
lines_ AS (
  SELECT p.assessment_id, c.word AS category, c.label, coalesce(f.pole, 'not-assessed') AS pole, g.why, g.item, g.date,
         g.evidence, coalesce(g.source, p.source) AS source
  FROM profiles p
  JOIN words c ON c.list = 'effect-category'
  LEFT JOIN found f ON f.assessment = p.assessment_id AND f.category = c.word
  LEFT JOIN grounds g ON g.finding_id = f.finding_id
)
SELECT p.establishment, e.name AS "establishmentLabel", p.phase, s.label AS "phaseLabel", l.category,
       l.label AS "categoryLabel", l.pole, w.label AS "poleLabel", listed(l.why) AS rationale, listed(l.item) AS items,
       MAX(l.date) AS observed, listed(l.evidence) AS evidence, listed(l.source) AS sources
FROM lines_ l
JOIN profiles p ON p.assessment_id = l.assessment_id
JOIN establishments e ON e.establishment_id = p.establishment
JOIN words w ON w.list = 'effect-pole' AND w.word = l.pole
LEFT JOIN words s ON s.list = 'assessment-phase' AND s.word = p.phase
GROUP BY p.assessment_id, p.establishment, e.name, p.phase, s.label, l.category, l.label, l.pole, w.label
