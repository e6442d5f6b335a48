WITH means AS (
  SELECT park, 1 AS listed_, multimodal AS modes, evidence, source FROM cluster_locations WHERE holds(valid_from, valid_to)
  UNION ALL
  SELECT park, 0, true, evidence, source FROM qualities
  WHERE quality IN ('quay', 'rail-access') AND holds(valid_from, valid_to)
),
locations AS (
  SELECT park, MAX(listed_) = 1 AS designated, CASE WHEN COUNT(DISTINCT modes) = 1 THEN any_value(modes) END AS multimodal,
         list(evidence) AS levels, list(source) AS origins
  FROM means GROUP BY park
),
latest AS (
  SELECT region, demand_ha, evidence, source FROM forecasts
  WHERE work_environment = 'large-scale-distribution' AND holds(valid_from, valid_to)
  QUALIFY vintage = MAX(vintage) OVER (PARTITION BY region)
),
demand AS (
  SELECT region, MAX(demand_ha) AS ha, list(evidence) AS levels, list(source) AS origins
  FROM latest GROUP BY region
)
SELECT l.park AS location, i.name AS "locationLabel", i.municipality, i.region,
       CASE WHEN l.designated THEN 'aangewezen' ELSE 'niet op de lijst' END AS designated, d.ha AS "demandHa", l.multimodal,
       i.issuable_ha AS "issuableHa",
       told([CASE WHEN l.designated AND d.ha = 0 THEN 'geen vraag in de laatste prognose' END,
             CASE WHEN l.designated AND NOT l.multimodal THEN 'geen multimodaal punt' END,
             CASE WHEN l.designated AND i.issuable_ha = 0 THEN 'niets meer uitgeefbaar' END,
             CASE WHEN NOT l.designated THEN 'multimodaal, met 3 ha of meer uitgeefbaar' END]) AS signal,
       told(list_concat(l.levels, d.levels)) AS evidence, told(list_concat(l.origins, d.origins)) AS sources
FROM locations l
JOIN parks i ON i.park = l.park
LEFT JOIN demand d ON d.region = i.region
WHERE l.designated OR (l.multimodal AND i.issuable_ha >= 3 AND coalesce(d.ha > 0, true))
