WITH current_ AS (
  SELECT * FROM balances WHERE holds(valid_from, valid_to)
  QUALIFY vintage = MAX(vintage) OVER (PARTITION BY region, work_environment)
),
figures AS (
  SELECT * FROM current_ WHERE coalesce(work_environment, 'logistics') IN ('large-scale-distribution', 'logistics')
),
listings AS (
  SELECT i.region, SUM(i.issuable_ha) AS ha, flatten(list(l.levels)) AS levels, flatten(list(l.origins)) AS origins
  FROM (
    SELECT park, list(evidence) AS levels, list(source) AS origins
    FROM cluster_locations WHERE holds(valid_from, valid_to) GROUP BY park
  ) l JOIN parks i ON i.park = l.park GROUP BY i.region
),
both_ AS (
  SELECT f.region, f.work_environment, f.period, f.demand_ha, f.hard_supply_ha, f.soft_supply_ha, l.ha, f.vintage,
         list_concat([f.evidence], l.levels) AS levels, list_concat([f.source], l.origins) AS origins
  FROM figures f LEFT JOIN listings l ON l.region = f.region
  UNION ALL
  SELECT l.region, NULL, NULL, NULL, NULL, NULL, l.ha, NULL, l.levels, l.origins
  FROM listings l ANTI JOIN current_ c ON c.region = l.region
)
SELECT b.region, b.work_environment AS "workEnvironment", w.label AS "workEnvironmentLabel", b.period,
       b.demand_ha AS "demandHa", b.hard_supply_ha AS "hardSupplyHa", b.soft_supply_ha AS "softSupplyHa",
       b.hard_supply_ha - b.demand_ha AS balance,
       b.hard_supply_ha + b.soft_supply_ha - b.demand_ha AS "balanceWithSoft", b.ha AS "designatedHa", b.vintage,
       told(b.levels) AS evidence, told(b.origins) AS sources
FROM both_ b LEFT JOIN words w ON w.list = 'work-environment' AND w.word = b.work_environment
