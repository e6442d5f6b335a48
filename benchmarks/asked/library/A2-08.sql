WITH used AS (SELECT * FROM factor_use WHERE holds(valid_from, valid_to)),
meant AS (
  SELECT DISTINCT e.establishment_id AS establishment, m.work_environment
  FROM work_environments m JOIN establishments e ON e.park = m.park WHERE holds(m.valid_from, m.valid_to)
),
latest AS (
  SELECT u.*, u.unit || ' per baan' AS per, m.work_environment
  FROM used u LEFT JOIN meant m ON m.establishment = u.establishment
  QUALIFY right(CAST(u.period AS VARCHAR), 4) =
    MAX(right(CAST(u.period AS VARCHAR), 4)) OVER (PARTITION BY u.establishment, u.factor, u.unit)
),
each AS (
  SELECT l.establishment, e.name, l.work_environment, l.factor, l.per, MAX(l.period) AS period,
         CASE WHEN l.factor <> 'labour' THEN median(l.value) / nullif(any_value(e.jobs), 0) END AS value,
         listed(l.evidence) AS evidence, listed(l.source) AS sources
  FROM latest l JOIN still_open e ON e.establishment_id = l.establishment
  GROUP BY l.establishment, e.name, l.work_environment, l.factor, l.per
),
middle AS (
  SELECT work_environment, factor, per, median(value) AS median, COUNT(DISTINCT establishment) AS compared
  FROM each WHERE value IS NOT NULL AND work_environment IS NOT NULL GROUP BY work_environment, factor, per
)
SELECT e.establishment, e.name AS "establishmentLabel", e.work_environment AS "workEnvironment",
       v.label AS "workEnvironmentLabel", e.factor, w.label AS "factorLabel", e.period, e.value, e.per AS unit,
       CASE WHEN e.value IS NOT NULL AND m.compared >= 3 THEN m.median END AS median,
       CASE WHEN m.median > 0 AND m.compared >= 3 THEN e.value / m.median END AS ratio, m.compared, e.evidence, e.sources
FROM each e
JOIN words w ON w.list = 'production-factor' AND w.word = e.factor
LEFT JOIN words v ON v.list = 'work-environment' AND v.word = e.work_environment
LEFT JOIN middle m ON m.work_environment = e.work_environment AND m.factor = e.factor AND m.per = e.per
