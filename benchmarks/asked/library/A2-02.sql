WITH lots AS (
  SELECT plot_id, area_ha, evidence, source, unnest(string_split(occupant, ';')) AS establishment,
         len(list_distinct(string_split(occupant, ';'))) AS occupants
  FROM plots
),
land AS (
  SELECT establishment, SUM(area_ha) AS ha,
         CASE WHEN MAX(occupants) > 1 THEN 'kavel gedeeld met anderen' ELSE 'kavels' END AS how,
         list(evidence) AS levels, list(source) AS origins
  FROM (SELECT DISTINCT * FROM lots) lots GROUP BY establishment
  UNION ALL
  SELECT establishment, parcel_ha, 'perceel in een toets', [evidence], [source]
  FROM logistics_tests WHERE parcel_ha IS NOT NULL AND holds(valid_from, valid_to)
),
large AS (
  SELECT establishment, MAX(ha) AS ha, listed(how) AS how, flatten(list(levels)) AS levels, flatten(list(origins)) AS origins
  FROM land GROUP BY establishment HAVING MAX(ha) >= 3
),
profiles AS (SELECT * FROM assessments WHERE establishment IS NOT NULL AND holds(valid_from, valid_to)),
profiled AS (SELECT establishment, list(source) AS origins FROM profiles GROUP BY establishment),
seen AS (
  SELECT p.establishment, f.category, MAX(CASE WHEN f.pole = 'not-assessed' THEN 0 ELSE 1 END) AS seen
  FROM profiles p JOIN findings f ON f.assessment = p.assessment_id
  WHERE holds(f.valid_from, f.valid_to) GROUP BY p.establishment, f.category
)
SELECT l.establishment, e.name AS "establishmentLabel", e.park, i.name AS "parkLabel", m.region, l.ha AS "areaHa",
       l.how AS "areaBasis", any_value(p.establishment) IS NOT NULL AS profile,
       listed(CASE WHEN s.seen IS NULL THEN c.label END) AS missing,
       listed(CASE WHEN s.seen = 0 THEN c.label END) AS "notAssessed",
       told(any_value(l.levels)) AS evidence, told(list_concat(any_value(l.origins), any_value(p.origins))) AS sources
FROM large l
JOIN still_open e ON e.establishment_id = l.establishment
JOIN counted m ON m.municipality = e.municipality
JOIN words c ON c.list = 'effect-category'
LEFT JOIN parks i ON i.park = e.park
LEFT JOIN profiled p ON p.establishment = l.establishment
LEFT JOIN seen s ON s.establishment = l.establishment AND s.category = c.word
GROUP BY l.establishment, e.name, e.park, i.name, m.region, l.ha, l.how
HAVING MIN(coalesce(s.seen, -1)) < 1
