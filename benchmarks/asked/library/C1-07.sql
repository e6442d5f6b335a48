WITH parts AS (
  SELECT party, project, role, valid_from, evidence, source FROM party_roles WHERE holds(valid_from, valid_to)
  UNION ALL
  SELECT u.party, u.used_for, w.label, u.valid_from, u.evidence, u.source
  FROM instruments_use u JOIN words w ON w.list = 'instrument' AND w.word = u.instrument
  WHERE u.for_kind = 'project' AND u.party IS NOT NULL AND holds(u.valid_from, u.valid_to)
)
SELECT a.party, o.name AS "partyLabel", a.role, a.project, p.name AS "projectLabel", listed(m.region) AS regions,
       p.phase, w.label AS "phaseLabel", MIN(a.valid_from) AS since,
       told(list(a.evidence) || list(p.evidence)) AS evidence, told(list(a.source) || list(p.source)) AS sources
FROM parts a
JOIN projects p ON p.project_id = a.project AND p.kind = 'restructuring' AND holds(p.valid_from, p.valid_to)
JOIN counted m ON m.municipality = p.municipality
JOIN organisations o ON o.organisation_id = a.party
JOIN words w ON w.list = 'plan-phase' AND w.word = p.phase
GROUP BY a.party, o.name, a.role, a.project, p.name, p.phase, w.label
