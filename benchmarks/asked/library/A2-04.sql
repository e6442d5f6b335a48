WITH rules AS (
  SELECT *, unnest(string_split(category, ';')) AS kind FROM criteria
  WHERE list_contains(string_split(phase, ';'), 'land-allocation') AND holds(valid_from, valid_to)
),
located AS (
  SELECT region_id AS scope, region_id AS region, NULL AS municipality, NULL AS park, NULL AS label
  FROM regions WHERE kind = 'policy'
  UNION ALL SELECT municipality, region, municipality, NULL, NULL FROM counted
  UNION ALL SELECT CAST(park AS VARCHAR), region, municipality, park, name FROM parks
),
measured AS (
  SELECT r.criterion_id, listed(w.label) AS labels, COUNT(s.indicator) > 0 AS fed
  FROM (SELECT criterion_id, unnest(string_split(indicator, ';')) AS indicator FROM criteria) r
  JOIN words w ON w.list = 'indicator' AND w.word = r.indicator
  LEFT JOIN indicator_sources s ON s.indicator = r.indicator
  GROUP BY r.criterion_id
)
SELECT l.region, l.municipality, l.park, l.label AS "parkLabel", r.text AS criterion, r.kind AS category,
       w.label AS "categoryLabel", r.verifiable, m.labels AS indicators, m.fed AS "hasData", r.evidence, r.source AS sources
FROM rules r
JOIN located l ON l.scope = r.scope
JOIN words w ON w.list = 'effect-category' AND w.word = r.kind
LEFT JOIN measured m ON m.criterion_id = r.criterion_id
