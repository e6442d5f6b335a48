WITH RECURSIVE flowing AS (SELECT * FROM stage_flows WHERE holds(valid_from, valid_to)),
feeding AS (
  SELECT from_stage, to_stage FROM stage_flows
  UNION
  SELECT f.from_stage, s.to_stage FROM feeding f JOIN stage_flows s ON s.from_stage = f.to_stage
),
coming AS (SELECT to_stage, listed(resource_nl) AS inputs FROM flowing GROUP BY to_stage)
SELECT s.chain, s.stage_id AS stage, s.position, i.inputs, o.resource_nl AS output, o.to_stage AS feeds,
       o.to_stage IS NOT NULL AND (o.to_stage = s.stage_id OR EXISTS (
         FROM feeding f WHERE f.from_stage = o.to_stage AND f.to_stage = s.stage_id)) AS "inCycle",
       s.evidence, s.source AS sources
FROM stages s
LEFT JOIN coming i ON i.to_stage = s.stage_id
LEFT JOIN flowing o ON o.from_stage = s.stage_id
