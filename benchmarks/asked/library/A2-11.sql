WITH looking AS (
  SELECT *, unnest(string_split(quality, ';')) AS wanted FROM leads WHERE holds(valid_from, valid_to)
),
offers AS (
  SELECT park, quality, list(evidence) AS levels, list(source) AS origins
  FROM qualities WHERE holds(valid_from, valid_to) GROUP BY park, quality
),
choices AS (
  SELECT DISTINCT l.lead_id, o.park FROM looking l LEFT JOIN offers o ON o.quality = l.wanted
  QUALIFY o.park IS NOT NULL OR COUNT(o.park) OVER (PARTITION BY l.lead_id) = 0
),
beside AS (
  SELECT l.lead_id, c.park, listed(w.label) AS wanted, listed(CASE WHEN o.park IS NOT NULL THEN w.label END) AS offered,
         listed(CASE WHEN o.park IS NULL THEN w.label END) AS unknown,
         flatten(list(o.levels)) AS levels, flatten(list(o.origins)) AS origins
  FROM looking l
  JOIN choices c ON c.lead_id = l.lead_id
  JOIN words w ON w.list = 'spatial-quality' AND w.word = l.wanted
  LEFT JOIN offers o ON o.park = c.park AND o.quality = l.wanted
  GROUP BY l.lead_id, c.park
),
meant AS (SELECT * FROM work_environments WHERE holds(valid_from, valid_to)),
fits AS (
  SELECT l.lead_id, m.park, bool_or(m.work_environment = l.work_environment) AS fits
  FROM leads l CROSS JOIN meant m WHERE l.work_environment IS NOT NULL GROUP BY l.lead_id, m.park
),
found AS (
  SELECT a.lead, f.category, f.pole, f.evidence, f.source
  FROM assessments a JOIN findings f ON f.assessment = a.assessment_id
  WHERE a.lead IS NOT NULL AND holds(a.valid_from, a.valid_to) AND holds(f.valid_from, f.valid_to)
),
profiles AS (
  SELECT l.lead_id, listed(c.label || ': ' || p.label) AS profile, list(f.evidence) AS levels, list(f.source) AS origins
  FROM leads l
  JOIN words c ON c.list = 'effect-category'
  LEFT JOIN found f ON f.lead = l.lead_id AND f.category = c.word
  JOIN words p ON p.list = 'effect-pole' AND p.word = coalesce(f.pole, 'not-assessed')
  GROUP BY l.lead_id
),
performing AS (
  SELECT l.lead_id, p.municipality, listed(p.stage) AS stages
  FROM (SELECT lead_id, unnest(string_split(stage, ';')) AS stage FROM leads) l
  JOIN presences p ON p.stage = l.stage GROUP BY l.lead_id, p.municipality
)
SELECT 'lead--' || l.lead_id AS lead, l.label_nl AS "leadLabel", b.park, i.name AS "parkLabel", i.municipality, b.wanted,
       b.offered, b.unknown, l.area_ha AS "wantedHa", i.issuable_ha AS "issuableHa",
       i.issuable_ha >= l.area_ha AS "enoughSpace", f.fits AS "environmentFits", s.stages AS "stagesHere", p.profile,
       told(list_concat([l.evidence], b.levels, p.levels)) AS evidence,
       told(list_concat([l.source], b.origins, p.origins)) AS sources
FROM beside b
JOIN leads l ON l.lead_id = b.lead_id
JOIN profiles p ON p.lead_id = b.lead_id
LEFT JOIN parks i ON i.park = b.park
LEFT JOIN fits f ON f.lead_id = b.lead_id AND f.park = b.park
LEFT JOIN performing s ON s.lead_id = b.lead_id AND s.municipality = i.municipality
