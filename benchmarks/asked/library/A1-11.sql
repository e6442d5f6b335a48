WITH figures AS (
  SELECT stage, region AS area, CAST(period AS VARCHAR) AS period, source,
         SUM(value) FILTER (WHERE indicator = 'value-added') AS added,
         any_value(unit) FILTER (WHERE indicator = 'value-added') AS unit,
         SUM(value) FILTER (WHERE indicator = 'jobs') AS jobs,
         SUM(value) FILTER (WHERE indicator = 'labour-productivity') AS rate,
         any_value(unit) FILTER (WHERE indicator = 'labour-productivity') AS rate_unit,
         list(evidence) AS levels
  FROM stage_figures
  WHERE indicator IN ('value-added', 'jobs', 'labour-productivity') AND holds(valid_from, valid_to)
  GROUP BY ALL
),
found AS (
  SELECT p.stage, f.category, f.pole, COUNT(DISTINCT f.finding_id) AS times, list(f.evidence) AS levels, list(f.source) AS origins
  FROM findings f
  JOIN assessments a ON a.assessment_id = f.assessment
  JOIN presences p ON p.establishment = a.establishment
  WHERE holds(f.valid_from, f.valid_to)
  GROUP BY p.stage, f.category, f.pole
),
profiles AS (
  SELECT f.stage, listed(c.label || ': ' || w.label || ' (' || f.times || ')') AS profile,
         flatten(list(f.levels)) AS levels, flatten(list(f.origins)) AS origins
  FROM found f
  JOIN words c ON c.list = 'effect-category' AND c.word = f.category
  JOIN words w ON w.list = 'effect-pole' AND w.word = f.pole
  GROUP BY f.stage
)
SELECT s.chain, s.stage_id AS stage, f.area, f.period, f.added AS "valueAdded", f.unit, f.jobs AS employment,
       coalesce(f.rate, f.added / f.jobs) AS productivity,
       coalesce(f.rate_unit, CASE WHEN f.jobs IS NOT NULL THEN f.unit || ' per baan' END) AS "productivityUnit",
       p.profile, told(list_concat(f.levels, p.levels)) AS evidence, told(list_concat([f.source], p.origins)) AS sources
FROM stages s
LEFT JOIN figures f ON f.stage = s.stage_id
LEFT JOIN profiles p ON p.stage = s.stage_id
WHERE f.stage IS NOT NULL OR p.profile IS NOT NULL
