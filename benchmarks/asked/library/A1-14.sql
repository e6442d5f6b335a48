WITH asking AS (
  SELECT stage, region, work_environment, demand_ha, programmed_ha, period, vintage, agreement, evidence, source
  FROM space_demands WHERE holds(valid_from, valid_to)
  UNION ALL
  SELECT stage, NULL, needs, NULL, NULL, NULL, NULL, NULL, evidence, source
  FROM requirements r
  WHERE needs_kind = 'work-environment' AND holds(valid_from, valid_to) AND NOT EXISTS (
    FROM space_demands d WHERE d.stage = r.stage AND d.work_environment = r.needs)
)
SELECT s.chain, a.stage, a.region, w.label AS "workEnvironment", a.demand_ha AS "demandHa",
       a.programmed_ha AS "programmedHa", a.demand_ha - a.programmed_ha AS "gapHa", a.period, a.vintage,
       d.title_nl AS agreement, a.evidence, a.source AS sources
FROM asking a
JOIN stages s ON s.stage_id = a.stage
LEFT JOIN words w ON w.list = 'work-environment' AND w.word = a.work_environment
LEFT JOIN agreements d ON d.document_id = a.agreement
