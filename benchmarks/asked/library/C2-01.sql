WITH held AS (
  SELECT o.project, listed(w.label) AS obstacles, list(o.evidence) AS levels, list(o.source) AS origins
  FROM obstacles o JOIN words w ON w.list = 'obstacle' AND w.word = o.obstacle
  WHERE holds(o.valid_from, o.valid_to) GROUP BY o.project
)
SELECT p.project_id AS project, p.name AS "projectLabel", p.municipality, m.region, p.gross_ha AS "grossHa",
       w.label AS phase, first_of(p.planned_since) AS "plannedSince",
       date_sub('year', first_of(p.planned_since), DATE 'AS_OF') AS "yearsWaiting", o.obstacles,
       told(list_concat([p.evidence], o.levels)) AS evidence, told(list_concat([p.source], o.origins)) AS sources
FROM projects p
JOIN counted m ON m.municipality = p.municipality
JOIN words w ON w.list = 'plan-phase' AND w.word = p.phase
LEFT JOIN held o ON o.project = p.project_id
WHERE p.kind = 'development' AND p.phase NOT IN ('realised', 'stopped') AND holds(p.valid_from, p.valid_to)
