WITH told_of AS (
  SELECT i.region, q.quality, q.park, i.name, i.net_ha AS ha, q.valid_from, q.valid_to, q.evidence, q.source
  FROM qualities q JOIN parks i ON i.park = q.park
  WHERE (q.valid_from IS NULL OR q.valid_from <= DATE 'AS_OF')
    AND (q.valid_to IS NULL OR q.valid_to >= DATE 'AS_OF' - INTERVAL 4 YEAR)
),
events AS (
  SELECT i.region, f.quality, f.park, i.name, f.changed_to, f.area_ha AS ha, f.valid_from, f.evidence, f.source
  FROM (SELECT * REPLACE (unnest(string_split(quality, ';')) AS quality) FROM function_changes) f
  JOIN parks i ON i.park = f.park
  WHERE f.valid_from <= DATE 'AS_OF' AND f.valid_from > DATE 'AS_OF' - INTERVAL 4 YEAR
    AND (f.valid_to IS NULL OR f.valid_to >= DATE 'AS_OF' - INTERVAL 4 YEAR)
),
held AS (
  SELECT region, quality, park, MAX(ha) AS ha,
         bool_or(valid_from IS NULL OR valid_from <= DATE 'AS_OF' - INTERVAL 4 YEAR) AS had,
         bool_or(valid_to IS NULL OR valid_to >= DATE 'AS_OF') AS has
  FROM told_of GROUP BY region, quality, park
),
parts AS (
  SELECT region, quality, CASE WHEN had THEN ha ELSE 0 END AS before, CASE WHEN has THEN ha ELSE 0 END AS after,
         ha IS NULL AS unknown
  FROM held WHERE had OR has
  UNION ALL
  SELECT e.region, e.quality, CASE WHEN h.had IS NULL THEN e.ha ELSE 0 END, CASE WHEN h.has THEN -e.ha ELSE 0 END,
         e.ha IS NULL AND (h.had IS NULL OR h.has)
  FROM (SELECT DISTINCT region, quality, park, ha, changed_to, valid_from FROM events) e
  LEFT JOIN held h ON h.region = e.region AND h.quality = e.quality AND h.park = e.park
),
said AS (
  SELECT region, quality, evidence, source,
         CASE WHEN valid_from > DATE 'AS_OF' - INTERVAL 4 YEAR
              THEN name || ' vanaf ' || strftime(valid_from, '%Y-%m-%d') END AS begins,
         CASE WHEN valid_to < DATE 'AS_OF' THEN name || ' tot en met ' || strftime(valid_to, '%Y-%m-%d') END AS ends
  FROM told_of
  UNION ALL
  SELECT region, quality, evidence, source, name || ': ' || changed_to || ' vanaf ' || strftime(valid_from, '%Y-%m-%d'), NULL
  FROM events
),
grounds AS (
  SELECT region, quality, told(list(begins) || list(ends)) AS events, listed(evidence) AS evidence,
         listed(source) AS sources
  FROM said GROUP BY region, quality
),
sums AS (
  SELECT region, quality, round(SUM(before), 6) AS start, round(SUM(after), 6) AS rest,
         COUNT(*) FILTER (WHERE unknown) AS unknown
  FROM parts GROUP BY region, quality
)
SELECT s.region, s.quality, w.label AS "qualityLabel", s.start AS "haStart", s.rest AS "haEnd",
       s.rest - s.start AS delta, s.unknown AS "unknownHa", g.events, g.evidence, g.sources
FROM sums s
JOIN grounds g ON g.region = s.region AND g.quality = s.quality
JOIN words w ON w.list = 'spatial-quality' AND w.word = s.quality
