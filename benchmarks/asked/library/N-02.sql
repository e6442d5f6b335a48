SELECT s.document, d.title_nl AS "documentLabel", s.text_nl AS statement, a.action, c.label_nl AS "actionLabel",
       w.label AS alignment, a.rationale,
       CASE a.confirmation WHEN 'to-be-confirmed' THEN 'nog te bevestigen' WHEN 'confirmed' THEN 'bevestigd'
                           ELSE 'bevestigd door een bron' END AS confirmation,
       a.passage AS "passageReh", s.passage AS "passageNational", o.name AS "bindingFor",
       told([a.evidence, s.evidence]) AS evidence, told([a.source, s.source]) AS sources
FROM alignments a
JOIN statements s ON s.statement_id = a.statement
JOIN documents d ON d.document_id = s.document
JOIN actions c ON c.action_id = a.action
JOIN words w ON w.list = 'alignment-kind' AND w.word = a.alignment
LEFT JOIN organisations o ON o.organisation_id = s.binding_for
WHERE holds(a.valid_from, a.valid_to) AND holds(s.valid_from, s.valid_to)
