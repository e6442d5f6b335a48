SELECT c.chain_id AS chain, c.label_nl AS "chainLabel", c.definition_nl AS definition,
       CASE c.status WHEN 'preliminary' THEN 'voorlopig' ELSE c.status END AS status, c.version,
       COUNT(s.stage_id) AS stages, c.evidence, c.source AS sources
FROM chains c LEFT JOIN stages s ON s.chain = c.chain_id
GROUP BY ALL
