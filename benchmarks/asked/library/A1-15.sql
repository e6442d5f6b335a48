WITH lies AS (
  SELECT campus_id, municipality FROM campuses
  UNION
  SELECT c.campus_id, i.municipality FROM campuses c JOIN parks i ON i.park = c.park
),
living AS (
  SELECT r.campus, r.establishment, r.evidence, r.source, CASE WHEN r.carries_knowledge THEN o.name END AS carrier
  FROM residents r
  JOIN establishments e ON e.establishment_id = r.establishment
  JOIN organisations o ON o.organisation_id = e.organisation
  WHERE holds(r.valid_from, r.valid_to)
),
active AS (
  SELECT l.*, p.chain, p.stage, p.evidence AS in_level, p.source AS in_source
  FROM living l JOIN presences p ON p.establishment = l.establishment
)
SELECT c.campus_id AS campus, c.name AS "campusLabel", l.municipality, c.knowledge_carrier AS carrier, a.chain, a.stage,
       listed(a.carrier) AS "carriersInStage",
       CASE WHEN a.stage IS NOT NULL THEN COUNT(DISTINCT a.establishment) END AS establishments,
       told(list(a.evidence) || list(a.in_level)) AS evidence,
       told(list(c.source) || list(a.source) || list(a.in_source)) AS sources
FROM campuses c
JOIN lies l ON l.campus_id = c.campus_id
LEFT JOIN active a ON a.campus = c.campus_id
GROUP BY c.campus_id, c.name, l.municipality, c.knowledge_carrier, a.chain, a.stage
