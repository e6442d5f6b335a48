WITH going AS (
  SELECT * FROM projects WHERE kind = 'development' AND phase <> 'stopped' AND holds(valid_from, valid_to)
),
lies AS (
  SELECT project_id, CAST(park AS VARCHAR) AS place FROM going WHERE park IS NOT NULL
  UNION ALL SELECT project_id, municipality FROM going
  UNION ALL
  SELECT g.project_id, m.region FROM going g JOIN memberships m ON m.municipality = g.municipality
  WHERE m.valid_to IS NULL OR m.valid_to >= DATE 'AS_OF'
),
named AS (
  SELECT criterion_id, listed(w.label) AS labels, w.list
  FROM (
    SELECT criterion_id, 'effect-category' AS list, unnest(string_split(category, ';')) AS word FROM criteria
    UNION ALL SELECT criterion_id, 'assessment-phase', unnest(string_split(phase, ';')) FROM criteria
  ) said JOIN words w ON w.list = said.list AND w.word = said.word
  GROUP BY criterion_id, w.list
)
SELECT g.project_id AS project, l.place, c.text AS criterion, a.labels AS categories, b.labels AS phases,
       c.verifiable, c.document, told([g.evidence, c.evidence]) AS evidence, told([g.source, c.source]) AS sources
FROM going g
JOIN lies l ON l.project_id = g.project_id
JOIN criteria c ON c.scope = l.place
LEFT JOIN named a ON a.criterion_id = c.criterion_id AND a.list = 'effect-category'
LEFT JOIN named b ON b.criterion_id = c.criterion_id AND b.list = 'assessment-phase'
WHERE holds(c.valid_from, c.valid_to)
  AND (c.work_environment IS NULL
       OR list_has_any(string_split(c.work_environment, ';'), string_split(g.work_environment, ';')))
