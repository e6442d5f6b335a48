WITH flows AS MATERIALIZED (SELECT * FROM links),
performed AS (SELECT establishment, chain, list(stage) AS stages FROM presences GROUP BY establishment, chain),
pairs AS (
  SELECT f.from_region, f.to_region, COUNT(*) AS relations, listed(f.chain) AS chains,
         told(flatten(list(a.stages))) AS stages_from, told(flatten(list(b.stages))) AS stages_to,
         listed(f.evidence) AS evidence, listed(f.source) AS sources
  FROM flows f
  LEFT JOIN performed a ON a.establishment = f.supplier AND a.chain = f.chain
  LEFT JOIN performed b ON b.establishment = f.customer AND b.chain = f.chain
  GROUP BY f.from_region, f.to_region
)
SELECT from_region AS "fromRegion", to_region AS "toRegion", chains, stages_from AS "stagesFrom",
       stages_to AS "stagesTo", relations,
       coalesce(SUM(CASE WHEN from_region = to_region THEN relations END) OVER (PARTITION BY from_region), 0)
         / SUM(relations) OVER (PARTITION BY from_region) AS "shareIntraregional",
       evidence, sources
FROM pairs
