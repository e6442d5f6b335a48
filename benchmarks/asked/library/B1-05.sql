WITH unused AS (SELECT * FROM potentials WHERE holds(valid_from, valid_to)),
found AS (
  SELECT park, quality, true AS known, amount, unit, evidence, source FROM unused
  UNION ALL
  SELECT park, quality, false, NULL, NULL, evidence, source FROM qualities q
  WHERE quality IN ('quay', 'environmental-space', 'energy-capacity', 'building-height') AND holds(valid_from, valid_to)
    AND NOT EXISTS (FROM unused u WHERE u.park = q.park AND u.quality = q.quality)
)
SELECT i.region, i.municipality, f.park, i.name AS "parkLabel", f.quality AS potential, w.label AS "potentialLabel",
       f.known, f.amount, f.unit, listed(f.evidence) AS evidence, listed(f.source) AS sources
FROM found f
JOIN parks i ON i.park = f.park
JOIN words w ON w.list = 'spatial-quality' AND w.word = f.quality
GROUP BY i.region, i.municipality, f.park, i.name, f.quality, w.label, f.known, f.amount, f.unit
