WITH claims AS (
  SELECT park, NULL AS regained, area_ha AS outdated, NULL AS stage, evidence, source FROM obsolescence
  WHERE holds(valid_from, valid_to)
  UNION ALL
  SELECT park, reissuable_ha, NULL, stage, evidence, source FROM projects
  WHERE kind = 'restructuring' AND phase <> 'stopped' AND park IS NOT NULL AND holds(valid_from, valid_to)
),
places_of AS (
  SELECT park, SUM(regained) AS regained, MAX(outdated) AS outdated, list(evidence) AS levels,
         list(source) AS origins
  FROM claims GROUP BY park
),
present AS MATERIALIZED (SELECT * FROM presences),
flowing AS (SELECT * FROM stage_flows WHERE holds(valid_from, valid_to)),
sides AS (
  SELECT from_stage AS inside, to_stage AS stage, evidence, source FROM flowing
  UNION ALL SELECT to_stage, from_stage, evidence, source FROM flowing
),
grounds AS (
  SELECT park, 'het project richt zich op de schakel' AS ground, unnest(string_split(stage, ';')) AS stage,
         NULL AS quality, NULL AS near, [evidence] AS levels, [source] AS origins
  FROM claims WHERE stage IS NOT NULL
  UNION ALL
  SELECT q.park, 'het terrein heeft een kwaliteit die de schakel nodig heeft', n.stage, w.label, NULL,
         [n.evidence, q.evidence], [n.source, q.source]
  FROM requirements n
  JOIN qualities q ON q.quality = n.needs
  JOIN words w ON w.list = 'spatial-quality' AND w.word = q.quality
  WHERE n.needs_kind = 'quality' AND holds(n.valid_from, n.valid_to) AND holds(q.valid_from, q.valid_to)
  UNION ALL
  SELECT p.park, 'op het terrein zit een schakel die ervoor of erna komt', s.stage, NULL, p.stage,
         [p.evidence, p.park_evidence, s.evidence], [p.source, s.source]
  FROM present p JOIN sides s ON s.inside = p.stage WHERE p.park IS NOT NULL
)
SELECT g.park, i.name AS "parkLabel", i.region, s.chain, g.stage, listed(g.ground) AS grounds,
       listed(g.quality) AS qualities, listed(g.near) AS "nearStages", any_value(c.regained) AS "regainedHa",
       any_value(c.outdated) AS "outdatedHa",
       told(flatten(list(g.levels)) || any_value(c.levels)) AS evidence,
       told(flatten(list(g.origins)) || any_value(c.origins)) AS sources
FROM grounds g
JOIN places_of c ON c.park = g.park
JOIN parks i ON i.park = g.park
JOIN stages s ON s.stage_id = g.stage
ANTI JOIN present p ON p.stage = g.stage AND p.region = i.region
GROUP BY g.park, i.name, i.region, s.chain, g.stage
