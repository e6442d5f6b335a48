WITH needed AS (
  SELECT s.chain, n.stage, n.needs AS quality, list(n.evidence) AS levels, list(n.source) AS origins
  FROM requirements n JOIN stages s ON s.stage_id = n.stage
  WHERE n.needs_kind = 'quality' AND holds(n.valid_from, n.valid_to) GROUP BY s.chain, n.stage, n.needs
),
offered AS (
  SELECT q.quality, i.park, i.issuable_ha, i.region, list(q.evidence) AS levels, list(q.source) AS origins
  FROM qualities q JOIN parks i ON i.park = q.park
  WHERE holds(q.valid_from, q.valid_to) GROUP BY q.quality, i.park, i.issuable_ha, i.region
)
SELECT n.chain, n.stage, n.quality, w.label AS "qualityLabel", COUNT(o.park) AS parks, SUM(o.issuable_ha) AS "haAvailable",
       listed(o.region) AS regions, told(any_value(n.levels) || flatten(list(o.levels))) AS evidence,
       told(any_value(n.origins) || flatten(list(o.origins))) AS sources
FROM needed n
JOIN words w ON w.list = 'spatial-quality' AND w.word = n.quality
LEFT JOIN offered o ON o.quality = n.quality
GROUP BY n.chain, n.stage, n.quality, w.label
