WITH rules AS (
  SELECT scope AS region, unnest(coalesce(string_split(work_environment, ';'), [NULL])) AS environment, category, text, evidence,
         source
  FROM criteria WHERE scope_kind = 'region' AND holds(valid_from, valid_to)
),
apart AS (
  SELECT region, environment, unnest(string_split(category, ';')) AS category, text,
         trim(regexp_replace(lower(text), ' +', ' ', 'g')) AS said, evidence, source
  FROM rules
),
told_of AS (
  SELECT environment, category, region, said, MIN(text) AS criterion, listed(evidence) AS evidence,
         listed(source) AS sources
  FROM apart GROUP BY environment, category, region, said
),
others AS (
  SELECT a.environment, a.category, a.region, a.said, b.region AS away, bool_or(a.said = b.said) AS same
  FROM told_of a
  JOIN told_of b ON b.environment IS NOT DISTINCT FROM a.environment AND b.category = a.category AND b.region <> a.region
  GROUP BY a.environment, a.category, a.region, a.said, b.region
),
beside AS (
  SELECT environment, category, region, said, listed(CASE WHEN same THEN away END) AS same_in,
         listed(CASE WHEN NOT same THEN away END) AS other_in
  FROM others GROUP BY environment, category, region, said
)
SELECT c.environment AS "workEnvironment", v.label AS "workEnvironmentLabel", c.category, w.label AS "categoryLabel",
       r.region_id AS region, t.criterion, b.same_in AS "sameIn", b.other_in AS "otherIn", t.evidence, t.sources
FROM (SELECT DISTINCT environment, category FROM told_of) c
JOIN regions r ON r.kind = 'policy'
JOIN words w ON w.list = 'effect-category' AND w.word = c.category
LEFT JOIN words v ON v.list = 'work-environment' AND v.word = c.environment
LEFT JOIN told_of t ON t.environment IS NOT DISTINCT FROM c.environment AND t.category = c.category
                   AND t.region = r.region_id
LEFT JOIN beside b ON b.environment IS NOT DISTINCT FROM t.environment AND b.category = t.category
                  AND b.region = t.region AND b.said = t.said
