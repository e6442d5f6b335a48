SELECT DISTINCT s.chain, p.stage, e.organisation, p.establishment, p.valid_to AS "validTo"
FROM participations p
JOIN stages s ON s.stage_id = p.stage
JOIN establishments e ON e.establishment_id = p.establishment
WHERE (p.valid_to IS NULL OR p.valid_to >= DATE 'AS_OF')
  AND (e.valid_from IS NULL OR e.valid_from <= DATE 'AS_OF') AND (e.valid_to IS NULL OR e.valid_to >= DATE 'AS_OF')
