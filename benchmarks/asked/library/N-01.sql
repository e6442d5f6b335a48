WITH placed AS (SELECT * FROM placements WHERE holds(valid_from, valid_to)),
direct AS (
  SELECT m.subject, m.object, w.label AS relation, m.confidence, m.confirmation, [m.evidence] AS levels, [m.source] AS origins
  FROM mappings m JOIN words w ON w.list = 'mapping-kind' AND w.word = m.mapping_kind
),
through AS (
  SELECT p.chain, m.object, 'via coalitie' AS relation, NULL AS confidence, m.confirmation,
         [m.evidence, p.evidence] AS levels, [m.source, p.source] AS origins
  FROM placed p
  JOIN mappings m ON m.subject_kind = 'coalition' AND m.subject = p.coalition
  ANTI JOIN mappings o ON o.subject = p.chain AND o.object = m.object
),
ours AS (
  SELECT coalition_id AS item, NULL AS evidence, source FROM coalitions
  UNION ALL SELECT chain_id, evidence, source FROM chains
),
told_of AS (
  SELECT *, NULL AS unmatched FROM direct
  UNION ALL SELECT *, NULL FROM through
  UNION ALL
  SELECT o.item, NULL, NULL, NULL, NULL, [o.evidence], [o.source], 'Brabant'
  FROM ours o
  ANTI JOIN direct d ON d.subject = o.item
  ANTI JOIN through t ON t.chain = o.item
  UNION ALL
  SELECT NULL, t.technology_id, NULL, NULL, NULL, [], [t.source], 'nationaal kader'
  FROM technologies t ANTI JOIN direct d ON d.object = t.technology_id
)
SELECT 'NTS' AS frame, t.subject AS "brabantItem", t.relation, t.object AS "frameItem", c.label_nl AS "frameItemLabel",
       t.confidence,
       CASE WHEN t.confirmation = 'to-be-confirmed' THEN 'nog te bevestigen' WHEN t.confirmation = 'confirmed' THEN 'bevestigd'
            WHEN t.confirmation IS NOT NULL THEN 'bevestigd door een bron' END AS confirmation,
       t.unmatched, told(flatten(list(t.levels))) AS evidence, told(flatten(list(t.origins))) AS sources
FROM told_of t LEFT JOIN technologies c ON c.technology_id = t.object
GROUP BY t.subject, t.relation, t.object, c.label_nl, t.confidence, t.confirmation, t.unmatched
