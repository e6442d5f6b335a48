WITH seen AS MATERIALIZED (SELECT chain, stage, municipality, region, evidence, source FROM presences WHERE here),
towns AS (SELECT DISTINCT municipality, stage FROM seen),
found AS (SELECT stage, COUNT(*) AS number FROM towns GROUP BY stage),
phi AS (
  SELECT a.stage AS one, b.stage AS other, COUNT(*) / greatest(any_value(x.number), any_value(y.number)) AS near
  FROM towns a
  JOIN towns b ON b.municipality = a.municipality AND b.stage <> a.stage
  JOIN found x ON x.stage = a.stage
  JOIN found y ON y.stage = b.stage
  GROUP BY a.stage, b.stage
),
held AS (
  SELECT region, chain, stage, list(DISTINCT evidence) AS levels, list(DISTINCT source) AS origins
  FROM seen GROUP BY region, chain, stage
),
spots AS (
  SELECT s.chain, r.region_id AS region, s.stage_id AS stage
  FROM regions r CROSS JOIN stages s
  ANTI JOIN held h ON h.region = r.region_id AND h.stage = s.stage_id
  WHERE r.kind = 'policy'
),
whole AS (SELECT one, SUM(near) AS near FROM phi GROUP BY one)
SELECT s.chain, s.region, s.stage AS "missingStage", round(100 * coalesce(SUM(p.near), 0) / any_value(w.near), 1) AS density,
       told(list(h.stage || ' (' || h.chain || ')' ORDER BY p.near DESC, h.stage || ' (' || h.chain || ')')[:3]) AS closest,
       told(flatten(list(h.levels))) AS evidence, told(flatten(list(h.origins))) AS sources
FROM spots s
LEFT JOIN whole w ON w.one = s.stage
LEFT JOIN (phi p JOIN held h ON h.stage = p.other) ON p.one = s.stage AND h.region = s.region
GROUP BY s.chain, s.region, s.stage
