WITH going AS (
  SELECT * FROM projects
  WHERE kind = 'development' AND phase NOT IN ('realised', 'stopped') AND holds(valid_from, valid_to)
),
addresses(instrument, obstacle) AS (
  VALUES ('financial-participation', 'finance'), ('subsidy', 'finance'), ('immunisation-funds', 'finance'),
         ('knowledge-sharing', 'knowledge')
),
asks AS (SELECT * FROM conditions WHERE holds(valid_from, valid_to)),
tested AS (SELECT * FROM condition_tests WHERE holds(valid_from, valid_to)),
tools AS (
  SELECT o.project, a.instrument, w.label AS obstacle, o.evidence, o.source
  FROM obstacles o
  JOIN addresses a ON a.obstacle = o.obstacle
  JOIN words w ON w.list = 'obstacle' AND w.word = o.obstacle
  WHERE holds(o.valid_from, o.valid_to)
  UNION ALL
  SELECT t.project, c.instrument, NULL, t.evidence, t.source
  FROM tested t JOIN conditions c ON c.condition_id = t.condition
)
SELECT p.project_id AS project, p.name AS "projectLabel", labels_of('provincial-interest', p.interest) AS interests,
       listed(t.obstacle) AS obstacles, t.instrument, w.label AS "instrumentLabel", c.text AS condition, m.met,
       told(list(p.evidence) || list(t.evidence) || list(c.evidence) || list(m.evidence)) AS evidence,
       told(list(p.source) || list(t.source) || list(c.source) || list(m.source)) AS sources
FROM going p
LEFT JOIN tools t ON t.project = p.project_id
LEFT JOIN words w ON w.list = 'instrument' AND w.word = t.instrument
LEFT JOIN asks c ON c.instrument = t.instrument
LEFT JOIN tested m ON m.condition = c.condition_id AND m.project = p.project_id
GROUP BY p.project_id, p.name, p.interest, t.instrument, w.label, c.text, m.met
