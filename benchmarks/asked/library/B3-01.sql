SELECT t.establishment, e.name AS "establishmentLabel", e.park, i.name AS "parkLabel", e.municipality, m.region,
       t.parcel AS "parcelHa", t.size, t.building, t.use, t.impact, t.met AS "allMet",
       CASE WHEN t.met THEN 'valt onder de definitie' WHEN t.met IS NULL THEN 'onbekend'
            WHEN t.size THEN 'alleen omvang' ELSE 'valt er niet onder' END AS outcome,
       told(t.levels || [e.park_evidence]) AS evidence, told(t.origins) AS sources
FROM tests t
JOIN still_open e ON e.establishment_id = t.establishment
JOIN counted m ON m.municipality = e.municipality
LEFT JOIN parks i ON i.park = e.park
