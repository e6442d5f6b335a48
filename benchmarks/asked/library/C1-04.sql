WITH addresses(instrument, obstacle) AS (
  VALUES ('financial-participation', 'finance'), ('subsidy', 'finance'), ('immunisation-funds', 'finance'),
         ('knowledge-sharing', 'knowledge')
),
claims AS (
  SELECT instrument, text AS condition, NULL AS place, evidence, source FROM conditions WHERE holds(valid_from, valid_to)
  UNION ALL
  SELECT u.instrument, NULL, coalesce(p.name, i.name, u.used_for), u.evidence, u.source
  FROM instruments_use u
  LEFT JOIN projects p ON u.for_kind = 'project' AND p.project_id = u.used_for
  LEFT JOIN parks i ON u.for_kind = 'park' AND CAST(i.park AS VARCHAR) = u.used_for
  WHERE holds(u.valid_from, u.valid_to)
),
pairs AS (
  SELECT instrument, obstacle FROM addresses
  UNION ALL SELECT word, NULL FROM words WHERE list = 'instrument' AND word NOT IN (SELECT instrument FROM addresses)
  UNION ALL SELECT NULL, word FROM words WHERE list = 'obstacle' AND word NOT IN (SELECT obstacle FROM addresses)
)
SELECT p.obstacle, o.label AS "obstacleLabel", p.instrument, w.label AS "instrumentLabel", listed(c.condition) AS conditions,
       listed(c.place) AS "inUseAt",
       told(list(c.evidence) || [CASE WHEN p.obstacle IS NOT NULL AND p.instrument IS NOT NULL THEN 'estimated' END])
         AS evidence,
       listed(c.source) AS sources
FROM pairs p
LEFT JOIN claims c ON c.instrument = p.instrument
LEFT JOIN words o ON o.list = 'obstacle' AND o.word = p.obstacle
LEFT JOIN words w ON w.list = 'instrument' AND w.word = p.instrument
WHERE p.obstacle IS NOT NULL OR c.instrument IS NOT NULL
GROUP BY p.obstacle, o.label, p.instrument, w.label
