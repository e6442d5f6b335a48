WITH present AS (
  SELECT chain, stage, region, municipality, park, establishment, MAX(jobs) AS jobs,
         list(evidence) || [any_value(park_evidence)] AS levels, list(source) AS origins
  FROM presences WHERE here GROUP BY chain, stage, region, municipality, park, establishment
)
SELECT p.chain, p.stage, p.region, p.municipality, p.park, i.name AS "parkLabel", COUNT(*) AS establishments,
       SUM(p.jobs) AS jobs, COUNT(*) - COUNT(p.jobs) AS "jobsUnknown", told(flatten(list(p.levels))) AS evidence,
       told(flatten(list(p.origins))) AS sources
FROM present p LEFT JOIN parks i ON i.park = p.park
GROUP BY p.chain, p.stage, p.region, p.municipality, p.park, i.name
