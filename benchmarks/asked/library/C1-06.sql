WITH going AS (
  SELECT m.region, p.* FROM projects p JOIN counted m ON m.municipality = p.municipality
  WHERE p.kind = 'restructuring' AND p.phase <> 'stopped' AND holds(p.valid_from, p.valid_to)
),
parts AS (
  SELECT region, unnest(string_split(work_environment, ';')) AS environment, reissuable_ha, evidence, source FROM going
  UNION ALL SELECT region, NULL, reissuable_ha, evidence, source FROM going
),
sums AS (
  SELECT region, environment, COUNT(*) AS projects, SUM(reissuable_ha) AS ha, COUNT(*) - COUNT(reissuable_ha) AS unknown,
         list(evidence) AS levels, list(source) AS origins
  FROM parts GROUP BY region, environment
),
expected AS (SELECT * FROM forecasts WHERE holds(valid_from, valid_to))
SELECT s.region, s.environment AS "workEnvironment", w.label AS "workEnvironmentLabel", s.projects,
       s.ha AS "regainedHa", s.unknown AS "yieldUnknown", f.vintage, f.scenario, f.period, f.demand_ha AS "demandHa",
       s.ha / f.demand_ha AS share, told(s.levels || [f.evidence]) AS evidence, told(s.origins || [f.source]) AS sources
FROM sums s
LEFT JOIN words w ON w.list = 'work-environment' AND w.word = s.environment
LEFT JOIN expected f ON f.region = s.region AND f.work_environment IS NOT DISTINCT FROM s.environment
