-- All but the exact bounds of the quotient, which are no matter of SQL.
WITH sites AS (
  SELECT chain, region, establishment, MAX(jobs) AS jobs, list(DISTINCT evidence) AS levels,
         list(DISTINCT source) AS origins
  FROM presences WHERE here GROUP BY chain, region, establishment
),
counts AS (
  SELECT chain, region, COUNT(*) AS establishments, SUM(jobs) AS jobs, MAX(jobs) AS largest, COUNT(jobs) AS known,
         flatten(list(levels)) AS levels, flatten(list(origins)) AS origins
  FROM sites GROUP BY chain, region
),
expected AS (
  SELECT m.region, SUM(c.establishments) / SUM(SUM(c.establishments)) OVER () AS part
  FROM counted m JOIN establishment_counts c ON c.municipality = m.municipality GROUP BY m.region
),
grounds AS (SELECT list(DISTINCT evidence) AS levels, list(DISTINCT source) AS origins FROM establishment_counts),
figures AS (
  SELECT s.chain, f.stage, f.region, f.period, f.value, f.evidence, f.source
  FROM stage_figures f JOIN stages s ON s.stage_id = f.stage
  WHERE f.indicator = 'jobs' AND f.region IS NOT NULL AND holds(f.valid_from, f.valid_to)
),
totals AS (SELECT * FROM region_figures WHERE indicator = 'jobs' AND holds(valid_from, valid_to)),
national AS (
  SELECT a.chain, a.region, a.period,
         (SUM(a.value) / MAX(t.value)) / (SUM(b.value) / MAX(u.value)) AS quotient,
         list(a.evidence) || list(b.evidence) || list(t.evidence) || list(u.evidence) AS levels,
         list(a.source) || list(b.source) || list(t.source) || list(u.source) AS origins
  FROM figures a
  JOIN figures b ON b.stage = a.stage AND b.period = a.period AND b.region = 'NL'
  JOIN totals t ON t.region = a.region AND t.period = a.period
  JOIN totals u ON u.region = 'NL' AND u.period = a.period
  WHERE a.region <> 'NL'
  GROUP BY a.chain, a.region, a.period
  QUALIFY row_number() OVER (PARTITION BY a.chain, a.region ORDER BY a.period DESC) = 1
),
shares AS (SELECT *, establishments / SUM(establishments) OVER (PARTITION BY chain) AS share FROM counts),
judged AS (
  SELECT *, known > 0 AND (known < 3 OR largest > 0.75 * jobs) AS suppressed FROM shares
)
SELECT j.chain, j.region, j.establishments, j.share, round_even(j.share / e.part, 3) AS lq,
       CASE WHEN j.known > 0 AND NOT j.suppressed THEN j.jobs END AS jobs, j.establishments - j.known AS "jobsUnknown",
       j.suppressed, round_even(n.quotient, 3) AS "lqNational",
       told(list_concat(j.levels || g.levels, n.levels)) AS evidence,
       told(list_concat(j.origins || g.origins, n.origins)) AS sources
FROM judged j
CROSS JOIN grounds g
JOIN expected e ON e.region = j.region
LEFT JOIN national n ON n.chain = j.chain AND n.region = j.region
