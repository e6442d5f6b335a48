SELECT c.task, w.label AS "taskLabel", c.establishment, e.name AS "establishmentLabel", e.organisation,
       o.name AS "organisationLabel", listed(c.rationale) AS contribution, listed(c.evidence) AS evidence,
       listed(c.source) AS sources
FROM contributions c
JOIN still_open e ON e.establishment_id = c.establishment
JOIN organisations o ON o.organisation_id = e.organisation
JOIN words w ON w.list = 'societal-task' AND w.word = c.task
WHERE holds(c.valid_from, c.valid_to)
GROUP BY c.task, w.label, c.establishment, e.name, e.organisation, o.name
