WITH present AS (SELECT * FROM presences WHERE here AND park IS NOT NULL),
counts AS (
  SELECT park, chain, COUNT(DISTINCT stage) AS stages, COUNT(DISTINCT establishment) AS establishments,
         told(list(evidence) || list(park_evidence)) AS evidence, listed(source) AS sources
  FROM present GROUP BY park, chain
),
known AS (
  SELECT park, chain, SUM(jobs) AS jobs FROM (SELECT DISTINCT park, chain, establishment, jobs FROM present) sites
  GROUP BY park, chain
),
whole AS (SELECT park, SUM(jobs) AS jobs FROM still_open GROUP BY park)
SELECT c.park, i.name AS "parkLabel", i.municipality, c.chain, c.stages, c.establishments, k.jobs,
       k.jobs / w.jobs AS "shareOfKnownJobs", c.evidence, c.sources
FROM counts c
JOIN parks i ON i.park = c.park
JOIN known k ON k.park = c.park AND k.chain = c.chain
LEFT JOIN whole w ON w.park = c.park
