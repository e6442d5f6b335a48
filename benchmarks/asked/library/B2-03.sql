WITH flows AS MATERIALIZED (SELECT * FROM links),
touching AS (
  SELECT chain, region, COUNT(*) AS touched
  FROM (
    SELECT chain, from_region AS region FROM flows
    UNION ALL SELECT chain, to_region FROM flows WHERE from_region <> to_region
  ) ends GROUP BY chain, region
),
joined AS (
  SELECT chain, least(from_region, to_region) AS a, greatest(from_region, to_region) AS b,
         from_region < to_region AS forth, supplier, customer, evidence, source
  FROM flows WHERE from_here AND to_here AND from_region <> to_region
),
pairs AS (
  SELECT chain, a, b, COUNT(*) AS number, COUNT(*) FILTER (WHERE forth) AS forth,
         listed(evidence) AS evidence, listed(source) AS sources
  FROM joined GROUP BY chain, a, b
),
performed AS (SELECT DISTINCT establishment, chain, stage FROM presences),
performing AS (
  SELECT j.chain, j.a, j.b, listed(p.stage) AS stages
  FROM (SELECT chain, a, b, unnest([supplier, customer]) AS establishment FROM joined) j
  JOIN performed p ON p.establishment = j.establishment AND p.chain = j.chain
  GROUP BY j.chain, j.a, j.b
)
SELECT p.chain, p.a AS "regionA", p.b AS "regionB", p.forth AS supplies, p.number - p.forth AS "suppliesBack",
       p.number / x.touched AS "dependenceA", p.number / y.touched AS "dependenceB",
       p.number / (x.touched + y.touched - p.number) AS interdependence, s.stages, p.evidence, p.sources
FROM pairs p
JOIN touching x ON x.chain = p.chain AND x.region = p.a
JOIN touching y ON y.chain = p.chain AND y.region = p.b
LEFT JOIN performing s ON s.chain = p.chain AND s.a = p.a AND s.b = p.b
