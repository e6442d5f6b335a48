WITH held AS (
  SELECT p.project_id, p.name, p.municipality, p.gross_ha, o.obstacle,
         list(o.evidence) || [p.evidence] AS levels, list(o.source) || [p.source] AS origins
  FROM obstacles o JOIN projects p ON p.project_id = o.project
  WHERE p.kind = 'restructuring' AND holds(o.valid_from, o.valid_to) AND holds(p.valid_from, p.valid_to)
  GROUP BY p.project_id, p.name, p.municipality, p.gross_ha, o.obstacle, p.evidence, p.source
)
SELECT m.region, h.obstacle, w.label AS "obstacleLabel", COUNT(*) AS projects, listed(h.name) AS names,
       SUM(h.gross_ha) AS "grossHa", COUNT(*) - COUNT(h.gross_ha) AS "areaUnknown",
       told(flatten(list(h.levels))) AS evidence, told(flatten(list(h.origins))) AS sources
FROM held h
JOIN counted m ON m.municipality = h.municipality
JOIN words w ON w.list = 'obstacle' AND w.word = h.obstacle
GROUP BY m.region, h.obstacle, w.label
