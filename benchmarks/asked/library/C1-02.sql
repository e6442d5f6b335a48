SELECT m.region, p.project_id AS project, p.name AS "projectLabel", p.municipality, p.park, i.name AS "parkLabel",
       p.commitment, c.label AS "commitmentLabel", p.agreement, a.title_nl AS "agreementLabel",
       year(first_of(a.adopted_on)) AS year, first_of(p.planned_since) AS "plannedSince", p.phase, w.label AS "phaseLabel",
       p.gross_ha AS "grossHa", p.evidence, p.source AS sources
FROM projects p
JOIN counted m ON m.municipality = p.municipality
JOIN words w ON w.list = 'plan-phase' AND w.word = p.phase
LEFT JOIN words c ON c.list = 'commitment-level' AND c.word = p.commitment
LEFT JOIN agreements a ON a.document_id = p.agreement
LEFT JOIN parks i ON i.park = p.park
WHERE p.kind = 'restructuring' AND holds(p.valid_from, p.valid_to)
