SELECT b.region, w.label AS "workEnvironment", b.period, b.vintage, f.scenario,
       coalesce(b.demand_ha, f.demand_ha) AS "demandHa", b.hard_supply_ha AS "hardHa", b.soft_supply_ha AS "softHa",
       b.hard_supply_ha + b.soft_supply_ha - coalesce(b.demand_ha, f.demand_ha) AS "balanceHa",
       b.hard_supply_ha + b.soft_supply_ha >= coalesce(b.demand_ha, f.demand_ha) AS meets, b.evidence, b.source AS sources
FROM balances b
LEFT JOIN words w ON w.list = 'work-environment' AND w.word = b.work_environment
LEFT JOIN forecasts f ON f.forecast_id = b.forecast
WHERE holds(b.valid_from, b.valid_to)
