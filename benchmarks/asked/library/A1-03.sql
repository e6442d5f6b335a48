SELECT c.coalition_id AS coalition, c.label_nl AS "coalitionLabel", p.chain, told(string_split(p.stage, ';')) AS stages,
       CASE WHEN p.chain IS NULL THEN 'geen plek bekend'
            WHEN p.confirmation = 'confirmed-by-source' THEN 'bevestigd door een bron'
            ELSE 'te bevestigen' END AS status, p.evidence, told([c.source, p.source]) AS sources
FROM coalitions c
LEFT JOIN (SELECT * FROM placements WHERE holds(valid_from, valid_to)) p ON p.coalition = c.coalition_id
