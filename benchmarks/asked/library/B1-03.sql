SELECT q.quay_id AS quay, q.name AS "quayLabel", q.park, i.name AS "parkLabel", i.municipality, i.region,
       q.length_m AS "lengthM", u.establishment AS occupant, e.name AS "occupantLabel", u.needs_water AS "needsWater",
       u.transhipment AS used,
       CASE WHEN u.needs_water = false THEN 'droge activiteit aan de kade' ELSE 'ongebruikt' END AS state,
       told(list(q.evidence) || list(u.evidence)) AS evidence, told(list(q.source) || list(u.source)) AS sources
FROM quays q
JOIN parks i ON i.park = q.park
JOIN quay_use u ON u.quay = q.quay_id AND holds(u.valid_from, u.valid_to)
LEFT JOIN establishments e ON e.establishment_id = u.establishment
WHERE holds(q.valid_from, q.valid_to) AND (u.needs_water = false OR NOT u.transhipment)
GROUP BY ALL
