WITH present AS (
  SELECT DISTINCT e.park, s.chain, p.stage, e.establishment_id, e.jobs
  FROM participations p
  JOIN stages s ON s.stage_id = p.stage
  JOIN establishments e ON e.establishment_id = p.establishment
  JOIN memberships m ON m.municipality = e.municipality
  WHERE e.park IS NOT NULL AND m."primary" AND (m.valid_to IS NULL OR m.valid_to >= DATE 'AS_OF')
    AND (p.valid_to IS NULL OR p.valid_to >= DATE 'AS_OF')
    AND (e.valid_from IS NULL OR e.valid_from <= DATE 'AS_OF') AND (e.valid_to IS NULL OR e.valid_to >= DATE 'AS_OF')
),
counted AS (
  SELECT park, chain, COUNT(DISTINCT stage) AS stages, COUNT(DISTINCT establishment_id) AS establishments
  FROM present GROUP BY park, chain
),
known AS (
  SELECT park, chain, SUM(jobs) AS jobs FROM (SELECT DISTINCT park, chain, establishment_id, jobs FROM present)
  WHERE jobs IS NOT NULL GROUP BY park, chain
)
SELECT c.park, c.chain, c.stages, c.establishments, k.jobs
FROM counted c LEFT JOIN known k ON k.park = c.park AND k.chain = c.chain
