WITH performed AS (
  SELECT chain, stage, establishment, list(DISTINCT evidence) AS levels, list(DISTINCT source) AS origins
  FROM presences GROUP BY chain, stage, establishment
),
flows AS MATERIALIZED (
  SELECT l.to_region AS region, l.chain, p.stage, l.from_region, l.supplier, l.evidence, l.source, p.levels, p.origins,
         CASE WHEN l.from_region = l.to_region THEN false ELSE d.km > 50 END AS far,
         CASE WHEN l.from_region = l.to_region THEN false END AS apart  -- no borders are told
  FROM links l
  LEFT JOIN performed p ON p.chain = l.chain AND p.establishment = l.customer
  LEFT JOIN distances d ON d.from_region = l.from_region AND d.to_region = l.to_region
  WHERE l.to_here
),
origins AS (SELECT region, chain, stage, from_region, COUNT(*) AS number FROM flows GROUP BY ALL),
spread AS (
  SELECT region, chain, stage, SUM(number * number) / (SUM(number) * SUM(number)) AS hhi FROM origins GROUP BY ALL
)
SELECT f.region, f.chain, f.stage, COUNT(*) AS supplies, COUNT(DISTINCT f.supplier) AS suppliers,
       listed(f.from_region) AS "fromRegions", any_value(s.hhi) AS "hhiSources",
       COUNT(*) FILTER (WHERE f.far) / nullif(COUNT(f.far), 0) AS "shareDistant",
       1 - COUNT(f.far) / COUNT(*) AS "distanceUnknown",
       COUNT(*) FILTER (WHERE f.apart) / nullif(COUNT(f.apart), 0) AS "shareNonadjacent",
       1 - COUNT(f.apart) / COUNT(*) AS "adjacencyUnknown",
       told(list_concat(list(DISTINCT f.evidence), flatten(list(f.levels)))) AS evidence,
       told(list_concat(list(DISTINCT f.source), flatten(list(f.origins)))) AS sources
FROM flows f
JOIN spread s ON s.region = f.region AND s.chain = f.chain AND s.stage IS NOT DISTINCT FROM f.stage
GROUP BY f.region, f.chain, f.stage
