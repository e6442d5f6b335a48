SELECT u.instrument, w.label AS "instrumentLabel", u.used_for AS "usedFor", coalesce(p.name, i.name, u.used_for) AS "usedForLabel",
       coalesce(p.municipality, i.municipality) AS municipality, u.party, o.name AS "partyLabel",
       u.amount_eur AS "amountEur", u.valid_from AS "validFrom", u.valid_to AS "validTo", u.evidence, u.source AS sources
FROM instruments_use u
JOIN words w ON w.list = 'instrument' AND w.word = u.instrument
LEFT JOIN projects p ON u.for_kind = 'project' AND p.project_id = u.used_for
LEFT JOIN parks i ON u.for_kind = 'park' AND CAST(i.park AS VARCHAR) = u.used_for
LEFT JOIN organisations o ON o.organisation_id = u.party
WHERE holds(u.valid_from, u.valid_to)
