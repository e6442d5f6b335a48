SELECT s.chain, p.stage, e.organisation, o.name AS "organisationLabel", p.establishment, e.name AS "establishmentLabel",
       p.role, p.valid_to AS "validTo", listed(p.evidence) AS evidence, listed(p.source) AS sources
FROM participations p
JOIN stages s ON s.stage_id = p.stage
JOIN still_open e ON e.establishment_id = p.establishment
JOIN organisations o ON o.organisation_id = e.organisation
WHERE p.valid_to IS NULL OR p.valid_to >= DATE 'AS_OF'
GROUP BY s.chain, p.stage, e.organisation, o.name, p.establishment, e.name, p.role, p.valid_to
