WITH present AS MATERIALIZED (SELECT * FROM presences WHERE here),
sites AS (
  SELECT chain, stage, region, establishment, MAX(jobs) AS jobs, list(evidence) AS levels,
         list(source) AS origins
  FROM present GROUP BY chain, stage, region, establishment
),
lying AS (
  SELECT stage, region, SUM(area_ha) AS ha
  FROM (
    SELECT DISTINCT p.stage, p.region, o.plot_id, o.area_ha
    FROM (SELECT plot_id, area_ha, unnest(string_split(occupant, ';')) AS establishment FROM plots) o
    JOIN present p ON p.establishment = o.establishment
  ) lots GROUP BY stage, region
)
SELECT s.chain, s.stage, s.region, COUNT(*) AS establishments, SUM(s.jobs) AS jobs,
       COUNT(*) - COUNT(s.jobs) AS "jobsUnknown", any_value(l.ha) AS hectares, DATE 'AS_OF' AS snapshot,
       told(flatten(list(s.levels))) AS evidence, told(flatten(list(s.origins))) AS sources
FROM sites s LEFT JOIN lying l ON l.stage = s.stage AND l.region = s.region
GROUP BY s.chain, s.stage, s.region
