SELECT v.region, v.document_id AS vision, v.title_nl AS "visionLabel", k.label AS "visionKind",
       v.valid_from AS "validFrom", v.valid_to AS "validTo", i.label AS involvement, v.evidence, v.source AS sources
FROM visions v
JOIN words k ON k.list = 'vision-kind' AND k.word = v.vision_kind
LEFT JOIN words i ON i.list = 'involvement' AND i.word = v.involvement
WHERE holds(v.valid_from, v.valid_to)
