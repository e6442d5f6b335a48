WITH expected AS (SELECT * FROM forecasts WHERE holds(valid_from, valid_to))
SELECT s.from_region AS "fromRegion", s.to_region AS "toRegion", starts_with(r.kind, 'outside-') AS outside,
       s.work_environment AS "workEnvironment", w.label AS "workEnvironmentLabel", s.demand_ha AS "demandHa",
       listed(s.signal) AS signal, MIN(f.demand_ha) AS "forecastLowHa", MAX(f.demand_ha) AS "forecastHighHa",
       told(list(s.evidence) || list(f.evidence)) AS evidence, told(list(s.source) || list(f.source)) AS sources
FROM shifts s
JOIN regions r ON r.region_id = s.to_region
LEFT JOIN words w ON w.list = 'work-environment' AND w.word = s.work_environment
LEFT JOIN expected f ON f.region = s.to_region AND f.work_environment = s.work_environment
WHERE holds(s.valid_from, s.valid_to)
GROUP BY s.from_region, s.to_region, r.kind, s.work_environment, w.label, s.demand_ha
