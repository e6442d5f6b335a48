WITH outdated AS (SELECT * FROM obsolescence WHERE holds(valid_from, valid_to)),
plans AS (
  SELECT * FROM projects WHERE kind = 'restructuring' AND park IS NOT NULL AND holds(valid_from, valid_to)
)
SELECT i.park, i.name AS "parkLabel", i.municipality, i.region, o.part, o.area_ha AS "areaHa", o.cause,
       p.project_id AS project, p.name AS "projectLabel", p.phase, w.label AS "phaseLabel", first_of(p.starts) AS start,
       last_of(p.ends) AS "end", told(list(o.evidence) || list(p.evidence)) AS evidence,
       told(list(o.source) || list(p.source)) AS sources
FROM parks i
LEFT JOIN outdated o ON o.park = i.park
LEFT JOIN plans p ON p.park = i.park
LEFT JOIN words w ON w.list = 'plan-phase' AND w.word = p.phase
WHERE o.park IS NOT NULL OR p.park IS NOT NULL
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13
