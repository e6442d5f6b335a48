WITH marked AS (
  SELECT d.park, w.label AS state, d.status, d.evidence, d.source
  FROM designations d JOIN words w ON w.list = 'designation-status' AND w.word = d.status
  WHERE holds(d.valid_from, d.valid_to)
  UNION ALL
  SELECT park, NULL, NULL, evidence, source FROM qualities WHERE holds(valid_from, valid_to)
)
SELECT i.park, i.name AS "parkLabel", i.municipality, i.region,
       CASE WHEN COUNT(m.state) = 0 THEN 'afgeleide kandidaat' ELSE listed(m.state) END AS status,
       'geen bekend' AS gap, listed(m.evidence) AS evidence, listed(m.source) AS sources
FROM marked m
JOIN parks i ON i.park = m.park
ANTI JOIN marked d ON d.park = m.park AND d.status = 'dropped'
ANTI JOIN (SELECT park FROM protections WHERE holds(valid_from, valid_to)) p ON p.park = m.park
GROUP BY i.park, i.name, i.municipality, i.region
