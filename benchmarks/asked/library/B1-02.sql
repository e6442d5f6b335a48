WITH marked AS (
  SELECT d.park, s.label AS state, q.label AS quality, CASE WHEN d.ground_kind = 'chain' THEN d.ground END AS chain,
         t.label AS task, d.evidence, d.source
  FROM designations d
  JOIN words s ON s.list = 'designation-status' AND s.word = d.status
  LEFT JOIN words q ON d.ground_kind = 'quality' AND q.list = 'spatial-quality' AND q.word = d.ground
  LEFT JOIN words t ON d.ground_kind = 'task' AND t.list = 'societal-task' AND t.word = d.ground
  WHERE holds(d.valid_from, d.valid_to)
  UNION ALL
  SELECT q.park, NULL, w.label, NULL, NULL, q.evidence, q.source
  FROM qualities q JOIN words w ON w.list = 'spatial-quality' AND w.word = q.quality
  WHERE holds(q.valid_from, q.valid_to)
),
grounds AS (
  SELECT * FROM marked
  UNION ALL
  SELECT p.park, NULL, NULL, p.chain, NULL, p.evidence, p.source
  FROM presences p SEMI JOIN marked m ON m.park = p.park WHERE p.park IS NOT NULL
)
SELECT g.park, i.name AS "parkLabel", i.municipality, i.region,
       CASE WHEN COUNT(g.state) = 0 THEN 'afgeleide kandidaat' ELSE listed(g.state) END AS status,
       listed(g.quality) AS grounds, listed(g.chain) AS chains, listed(g.task) AS transition,
       listed(g.evidence) AS evidence, listed(g.source) AS sources
FROM grounds g JOIN parks i ON i.park = g.park
GROUP BY g.park, i.name, i.municipality, i.region
