SELECT q.park, i.name AS "parkLabel", i.municipality, i.region, q.quality, w.label AS "qualityLabel",
       listed(q.value) AS value, i.net_ha AS "netHa", listed(q.evidence) AS evidence, listed(q.source) AS sources
FROM qualities q
JOIN parks i ON i.park = q.park
JOIN words w ON w.list = 'spatial-quality' AND w.word = q.quality
WHERE holds(q.valid_from, q.valid_to)
GROUP BY q.park, i.name, i.municipality, i.region, q.quality, w.label, i.net_ha
