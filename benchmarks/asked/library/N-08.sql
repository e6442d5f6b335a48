WITH present AS (
  SELECT DISTINCT s.chain, p.stage, m.region, e.establishment_id, e.jobs
  FROM participations p
  JOIN stages s ON s.stage_id = p.stage
  JOIN establishments e ON e.establishment_id = p.establishment
  JOIN memberships m ON m.municipality = e.municipality
  WHERE m."primary" AND (m.valid_to IS NULL OR m.valid_to >= DATE 'AS_OF')
    AND (p.valid_to IS NULL OR p.valid_to >= DATE 'AS_OF')
    AND (e.valid_from IS NULL OR e.valid_from <= DATE 'AS_OF') AND (e.valid_to IS NULL OR e.valid_to >= DATE 'AS_OF')
)
SELECT chain, stage, region, COUNT(*) AS establishments, SUM(jobs) AS jobs, COUNT(*) - COUNT(jobs) AS "jobsUnknown"
FROM present GROUP BY chain, stage, region
