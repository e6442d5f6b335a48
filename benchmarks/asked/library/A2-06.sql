WITH belongs(facet, category) AS (
  VALUES ('origin', 'economic-ecosystem'), ('employment', 'economic-ecosystem'), ('labour-market', 'scarce-factors'),
         ('knowledge-infrastructure', 'economic-ecosystem'), ('chain-position', 'economic-ecosystem'),
         ('regional-profile', 'economic-ecosystem'), ('regional-infrastructure', 'economic-ecosystem'),
         ('sales-market', 'economic-ecosystem'), ('climate', 'societal-value'), ('energy-transition', 'societal-value'),
         ('sustainability', 'societal-value'), ('sustainable-land-use', 'scarce-factors'),
         ('circular-economy', 'societal-value')
),
chosen AS (SELECT * FROM facet_indicators WHERE holds(valid_from, valid_to))
SELECT b.facet, f.label AS "facetLabel", b.category, c.label AS "categoryLabel", i.indicator, n.label AS "indicatorLabel",
       CASE WHEN i.indicator IS NOT NULL THEN COUNT(s.source) > 0 END AS "hasData", listed(i.rationale) AS rationale,
       listed(i.evidence) AS evidence, told(list(i.source) || list(s.source)) AS sources
FROM belongs b
JOIN words f ON f.list = 'added-value-facet' AND f.word = b.facet
JOIN words c ON c.list = 'effect-category' AND c.word = b.category
LEFT JOIN chosen i ON i.facet = b.facet
LEFT JOIN words n ON n.list = 'indicator' AND n.word = i.indicator
LEFT JOIN indicator_sources s ON s.indicator = i.indicator
GROUP BY b.facet, f.label, b.category, c.label, i.indicator, n.label
