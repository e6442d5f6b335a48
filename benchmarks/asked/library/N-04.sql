WITH measured AS (
  SELECT i.rin AS park, i.year, make_date(i.year, 1, 1) AS day, i.gross_ha AS ha, i.source
  FROM ibis i JOIN counted m ON m.municipality = i.municipality
),
changes AS (
  SELECT 'lost' AS kind, f.park, f.valid_from AS day, f.area_ha AS ha, i.name || ' (verloren)' AS about, f.evidence, f.source
  FROM function_changes f JOIN parks i ON i.park = f.park WHERE holds(f.valid_from, f.valid_to)
  UNION ALL
  SELECT 'replaced', i.park, f.valid_from, f.replacement_ha, i.name || ' (vervanging)', f.evidence, f.source
  FROM function_changes f JOIN parks i ON i.park = f.replacement_park WHERE holds(f.valid_from, f.valid_to)
  UNION ALL
  SELECT 'added', p.park, last_of(p.ends), p.gross_ha, p.name || ' (toegevoegd)', p.evidence, p.source
  FROM projects p JOIN counted m ON m.municipality = p.municipality
  WHERE p.kind = 'development' AND p.phase = 'realised' AND holds(p.valid_from, p.valid_to)
    AND coalesce(last_of(p.ends) <= DATE 'AS_OF', true)
),
shown AS (
  SELECT year, 'measured' AS kind, NULL AS ha, 'meting' AS about, 'asserted' AS evidence, source FROM measured
  UNION ALL SELECT DISTINCT year(day), kind, ha, about, evidence, source FROM changes
),
years AS (
  SELECT year, SUM(ha) FILTER (WHERE kind = 'lost') AS lost, SUM(ha) FILTER (WHERE kind = 'replaced') AS replaced,
         SUM(ha) FILTER (WHERE kind = 'added') AS added,
         COUNT(*) FILTER (WHERE ha IS NULL AND kind <> 'measured') AS unknown,
         listed(about) AS about, listed(evidence) AS evidence, listed(source) AS sources
  FROM shown GROUP BY year
),
last_known AS (
  SELECT y.year, m.park, arg_max(m.ha, m.day) AS ha, MAX(m.day) AS day
  FROM years y JOIN measured m ON m.year <= y.year WHERE m.ha IS NOT NULL GROUP BY y.year, m.park
),
stock AS (SELECT year, SUM(ha) AS ha, COUNT(*) AS parks FROM last_known GROUP BY year),
counted_ AS (
  SELECT y.year, year(c.day) AS changed, CASE c.kind WHEN 'lost' THEN -c.ha ELSE c.ha END AS won
  FROM years y
  JOIN changes c ON c.kind <> 'replaced'
  LEFT JOIN last_known l ON l.year = y.year AND l.park = c.park
  WHERE coalesce(c.day > coalesce(l.day, (SELECT MIN(day) FROM measured)), true)
),
won AS (
  SELECT year, coalesce(SUM(won) FILTER (WHERE changed < year), 0) AS before, SUM(won) FILTER (WHERE changed = year) AS during,
         COUNT(*) FILTER (WHERE changed IS NULL OR (changed < year AND won IS NULL)) AS unsure,
         COUNT(*) FILTER (WHERE changed = year AND won IS NULL) AS open
  FROM counted_ GROUP BY year
)
SELECT y.year, CASE WHEN coalesce(w.unsure, 0) = 0 THEN s.ha + coalesce(w.before, 0) END AS "haStart", y.lost, y.replaced,
       y.added, CASE WHEN coalesce(w.unsure, 0) = 0 AND w.open = 0 THEN s.ha + w.before + w.during END AS "haEnd",
       y.unknown AS "sizeUnknown", (SELECT COUNT(DISTINCT park) FROM measured) - coalesce(s.parks, 0) AS "parksUnknown",
       y.about, y.evidence, y.sources
FROM years y
LEFT JOIN stock s ON s.year = y.year
LEFT JOIN won w ON w.year = y.year
