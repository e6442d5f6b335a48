WITH applied AS (SELECT * FROM applications WHERE holds(valid_from, valid_to)),
located AS (
  SELECT scope_kind, scope, scope AS region, NULL AS municipality, NULL AS park, NULL AS label
  FROM applied WHERE scope_kind = 'region'
  UNION
  SELECT a.scope_kind, a.scope, m.region, a.scope, NULL, NULL
  FROM applied a JOIN counted m ON m.municipality = a.scope WHERE a.scope_kind = 'municipality'
  UNION
  SELECT a.scope_kind, a.scope, i.region, i.municipality, i.park, i.name
  FROM applied a JOIN parks i ON CAST(i.park AS VARCHAR) = a.scope WHERE a.scope_kind = 'park'
),
rules AS (SELECT *, unnest(string_split(phase, ';')) AS step FROM criteria WHERE holds(valid_from, valid_to))
SELECT l.region, l.municipality, l.park, l.label AS "parkLabel", a.phase, w.label AS "phaseLabel", a.framework,
       d.title_nl AS "frameworkLabel", listed(c.text) AS criteria, a.valid_from AS since,
       told(list(a.evidence) || list(c.evidence)) AS evidence, told(list(a.source) || list(c.source)) AS sources
FROM applied a
JOIN located l ON l.scope_kind = a.scope_kind AND l.scope = a.scope
JOIN words w ON w.list = 'assessment-phase' AND w.word = a.phase
LEFT JOIN documents d ON d.document_id = a.framework
LEFT JOIN rules c ON c.scope_kind = a.scope_kind AND c.scope = a.scope AND c.step = a.phase
GROUP BY l.region, l.municipality, l.park, l.label, a.phase, w.label, a.framework, d.title_nl, a.valid_from
