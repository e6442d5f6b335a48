WITH there AS (SELECT stage, region, listed(evidence) AS evidence, listed(source) AS sources FROM presences GROUP BY stage, region),
spots AS (
  SELECT s.chain, r.region_id AS region, s.stage_id AS stage
  FROM regions r CROSS JOIN stages s
  ANTI JOIN there t ON t.region = r.region_id AND t.stage = s.stage_id
  WHERE r.kind = 'policy'
),
ways AS (
  SELECT s.region, s.stage, d.to_region, d.km, t.evidence, t.sources,
         MIN(d.km) OVER (PARTITION BY s.region, s.stage) AS shortest
  FROM spots s
  JOIN distances d ON d.from_region = s.region
  JOIN there t ON t.region = d.to_region AND t.stage = s.stage
),
nearest AS (
  SELECT region, stage, listed(to_region) AS nearest, MIN(km) AS distance,
         told(flatten(list(string_split(evidence, '; ')))) AS evidence,
         told(flatten(list(string_split(sources, '; ')))) AS sources
  FROM ways WHERE km = shortest GROUP BY region, stage
),
performed AS (SELECT DISTINCT establishment, chain, stage FROM presences),
supplied AS (
  SELECT l.to_region AS region, p.stage, listed(l.from_region) AS origins
  FROM links l JOIN performed p ON p.establishment = l.supplier AND p.chain = l.chain
  GROUP BY l.to_region, p.stage
)
SELECT s.chain, s.region, s.stage AS "missingStage", n.nearest, n.distance, o.origins AS "suppliedFrom",
       n.evidence, n.sources
FROM spots s
LEFT JOIN nearest n ON n.region = s.region AND n.stage = s.stage
LEFT JOIN supplied o ON o.region = s.region AND o.stage = s.stage
