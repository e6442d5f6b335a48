SELECT f.park, i.name AS "parkLabel", i.municipality, i.region, f.changed_to AS change, f.valid_from AS "from",
       f.area_ha AS "haLost",
       CASE WHEN contains(f.quality, 'environmental-space')
              OR EXISTS (FROM qualities q WHERE q.park = f.park AND q.quality = 'environmental-space'
                                            AND holds(q.valid_from, q.valid_to)) THEN true END AS "riskProfile",
       (SELECT listed(regexp_replace(CAST(e.category AS VARCHAR), '\.0$', '')) FROM environmental e
        WHERE e.kind = 'offered' AND e.thing = CAST(f.park AS VARCHAR) AND holds(e.valid_from, e.valid_to)) AS category,
       labels_of('spatial-quality', f.quality) AS "lostQualities",
       CASE WHEN r.park IS NULL THEN 'geen gemeld' ELSE 'geprogrammeerd' END AS replacement,
       r.park AS "replacementPark", r.name AS "replacementParkLabel", f.replacement_ha AS "haReplaced",
       f.replacement_ha - f.area_ha AS balance, f.evidence, f.source AS sources
FROM function_changes f
JOIN parks i ON i.park = f.park
LEFT JOIN parks r ON r.park = f.replacement_park
WHERE f.valid_to IS NULL OR f.valid_to >= DATE 'AS_OF'
