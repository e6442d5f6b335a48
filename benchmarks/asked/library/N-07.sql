SELECT s.document, d.title_nl AS "documentLabel", s.text_nl AS provision, s.passage, o.name AS "bindingFor",
       s.evidence, s.source AS sources
FROM statements s
JOIN documents d ON d.document_id = s.document AND d.level = 'national'
LEFT JOIN organisations o ON o.organisation_id = s.binding_for
WHERE holds(s.valid_from, s.valid_to)
