WITH things AS (
  SELECT 'chain' AS kind, 'keten' AS name, chain_id AS thing, label_nl AS label FROM chains
  UNION ALL SELECT 'coalition', 'coalitie', coalition_id, label_nl FROM coalitions
  UNION ALL SELECT 'goal', 'doel', word, label FROM words WHERE list = 'policy-goal'
),
namings AS (SELECT * FROM priorities WHERE holds(valid_from, valid_to))
SELECT v.region, v.document_id AS vision, v.title_nl AS "visionLabel", t.name AS "priorityKind", t.thing AS priority,
       t.label AS "priorityLabel",
       CASE WHEN n.vision IS NOT NULL THEN true WHEN v.priorities_complete THEN false END AS named, n.passage,
       told([v.evidence, n.evidence]) AS evidence, told([v.source, n.source]) AS sources
FROM visions v
CROSS JOIN things t
LEFT JOIN namings n ON n.vision = v.document_id AND n.named_kind = t.kind AND n.named = t.thing
WHERE holds(v.valid_from, v.valid_to)
