SELECT s.chain, m.region, COUNT(*) AS participations, SUM(e.jobs) AS jobs
FROM participations p
JOIN stages s ON s.stage_id = p.stage
JOIN establishments e ON e.establishment_id = p.establishment
JOIN memberships m ON m.municipality = e.municipality
WHERE m."primary" AND e.jobs IS NOT NULL
GROUP BY s.chain, m.region
