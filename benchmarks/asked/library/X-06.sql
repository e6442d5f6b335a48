WITH measured AS (
  SELECT *, unnest(coalesce(string_split(indicator, ';'), [NULL])) AS measure FROM actions WHERE holds(valid_from, valid_to)
)
SELECT t.label AS theme, a.action_id AS action, a.label_nl AS "actionLabel", i.label AS indicator,
       s.source IS NOT NULL AS "hasData", a.evidence, told([a.source, s.source]) AS sources
FROM measured a
JOIN words t ON t.list = 'policy-theme' AND t.word = a.theme
LEFT JOIN words i ON i.list = 'indicator' AND i.word = a.measure
LEFT JOIN indicator_sources s ON s.indicator = a.measure
