WITH claims AS (
  SELECT s.chain, 'deelname' AS link, p.evidence, p.source
  FROM participations p JOIN stages s ON s.stage_id = p.stage WHERE p.valid_to IS NULL OR p.valid_to >= DATE 'AS_OF'
  UNION ALL
  SELECT chain, 'levering', evidence, source FROM relations WHERE valid_from IS NULL OR valid_from <= DATE 'AS_OF'
  UNION ALL
  SELECT chain, 'plek van coalitie', evidence, source FROM placements WHERE holds(valid_from, valid_to)
  UNION ALL
  SELECT chain, 'ligging op terrein', park_evidence, source
  FROM (
    SELECT DISTINCT s.chain, e.establishment_id, e.park_evidence, e.source
    FROM still_open e
    JOIN participations p ON p.establishment = e.establishment_id
    JOIN stages s ON s.stage_id = p.stage
    WHERE e.park_evidence IS NOT NULL AND (p.valid_to IS NULL OR p.valid_to >= DATE 'AS_OF')
  ) placed
)
SELECT chain, link, COUNT(*) FILTER (WHERE evidence = 'asserted') AS asserted,
       COUNT(*) FILTER (WHERE evidence = 'estimated') AS estimated,
       COUNT(*) FILTER (WHERE evidence = 'reconstructed') AS reconstructed,
       COUNT(*) FILTER (WHERE evidence = 'synthetic') AS synthetic,
       COUNT(*) FILTER (WHERE evidence <> 'asserted') / COUNT(*) AS "shareUnsure",
       listed(evidence) AS evidence, listed(source) AS sources
FROM claims GROUP BY chain, link
