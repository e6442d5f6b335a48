WITH listings AS (SELECT * FROM cluster_locations WHERE holds(valid_from, valid_to)),
coverings AS (SELECT * FROM zone_coverage WHERE holds(valid_from, valid_to))
SELECT t.establishment, e.name AS "establishmentLabel", e.park, i.name AS "parkLabel", e.municipality, t.met AS "allMet",
       z.zone_id AS zone, z.label_nl AS "zoneLabel", z.valid_from AS "zoneSince",
       CASE c.coverage WHEN 'within' THEN 'binnen' WHEN 'partly' THEN 'deels binnen' WHEN 'outside' THEN 'buiten'
                       ELSE 'onbekend' END AS place,
       CASE WHEN COUNT(l.park) > 0 THEN 'aangewezen' ELSE 'niet op de lijst' END AS designated,
       MIN(l.valid_from) AS since,
       CASE WHEN e.valid_from >= z.valid_from THEN 'nieuw' WHEN e.valid_from < z.valid_from THEN 'bestaand'
            ELSE 'onbekend' END AS standing,
       told(flatten(list(t.levels)) || list(e.park_evidence) || list(z.evidence) || list(c.evidence) || list(l.evidence))
         AS evidence,
       told(flatten(list(t.origins)) || list(z.source) || list(c.source) || list(l.source)) AS sources
FROM tests t
JOIN still_open e ON e.establishment_id = t.establishment
JOIN parks i ON i.park = e.park
JOIN zones z ON holds(z.valid_from, z.valid_to)
LEFT JOIN coverings c ON c.zone = z.zone_id AND c.park = e.park
LEFT JOIN listings l ON l.park = e.park
WHERE t.met IS NOT FALSE
GROUP BY t.establishment, e.name, e.park, i.name, e.municipality, t.met, z.zone_id, z.label_nl, z.valid_from,
         c.coverage, e.valid_from
