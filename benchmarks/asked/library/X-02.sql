WITH held AS (
  SELECT organisation AS subject, o.name AS "subjectLabel", e.name AS object, e.valid_from, e.valid_to, e.source
  FROM establishments e JOIN organisations o ON o.organisation_id = e.organisation
  UNION ALL
  SELECT 'lisa-' || lpad(CAST(vestigingsnummer AS VARCHAR), 12, '0'), naam, naam, datum_vestiging, NULL, source FROM lisa
),
facts AS (
  SELECT p.establishment AS subject, e.name AS "subjectLabel", 'vervult schakel' AS property, p.stage AS object,
         CAST(NULL AS DATE) AS valid_from, p.valid_to, p.evidence, p.source
  FROM participations p JOIN establishments e ON e.establishment_id = p.establishment
  UNION ALL
  SELECT r.supplier, a.name, 'levert aan', b.name, r.valid_from, NULL, r.evidence, r.source
  FROM relations r
  JOIN establishments a ON a.establishment_id = r.supplier
  JOIN establishments b ON b.establishment_id = r.customer
  UNION ALL
  SELECT subject, "subjectLabel", 'heeft vestiging', object, valid_from, valid_to, NULL, source FROM held
  UNION ALL
  SELECT lower(municipality), municipality, 'in beleidsregio', region, NULL, valid_to, evidence, source FROM memberships
  UNION ALL
  SELECT CAST(q.park AS VARCHAR), i.name, 'kwaliteit', w.label, q.valid_from, q.valid_to, q.evidence, q.source
  FROM qualities q JOIN parks i ON i.park = q.park JOIN words w ON w.list = 'spatial-quality' AND w.word = q.quality
  UNION ALL
  SELECT CAST(f.park AS VARCHAR), i.name, 'nieuwe functie', f.changed_to, f.valid_from, f.valid_to, f.evidence, f.source
  FROM function_changes f JOIN parks i ON i.park = f.park
),
turns AS (
  SELECT *, valid_from AS day, 'begonnen' AS change, NULL AS before, object AS after FROM facts
  WHERE valid_from <= DATE 'AS_OF'
  UNION ALL
  SELECT *, valid_to, 'geëindigd', object, NULL FROM facts WHERE valid_to < DATE 'AS_OF'
)
SELECT day, change, subject, "subjectLabel", property, before, after,
       listed(evidence) AS evidence, listed(source) AS sources
FROM turns GROUP BY day, change, subject, "subjectLabel", property, before, after
