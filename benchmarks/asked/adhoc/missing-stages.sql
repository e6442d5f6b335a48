WITH held AS (
  SELECT DISTINCT m.region, p.stage
  FROM participations p
  JOIN establishments e ON e.establishment_id = p.establishment
  JOIN memberships m ON m.municipality = e.municipality
  WHERE m."primary" AND p.evidence = 'reconstructed'
)
SELECT r.region_id AS region, s.stage_id AS stage
FROM regions r CROSS JOIN stages s
LEFT JOIN held h ON h.region = r.region_id AND h.stage = s.stage_id
WHERE r.kind = 'policy' AND h.region IS NULL
