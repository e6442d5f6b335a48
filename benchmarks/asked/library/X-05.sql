WITH sites AS (
  SELECT establishment_id AS establishment, e.name, organisation, o.name AS "organisationLabel", municipality, park,
         valid_from, valid_to, e.source
  FROM establishments e JOIN organisations o ON o.organisation_id = e.organisation WHERE municipality IS NOT NULL
  UNION ALL
  SELECT 'lisa-' || lpad(CAST(vestigingsnummer AS VARCHAR), 12, '0') AS key, naam, key, naam, gemeentecode, NULL,
         datum_vestiging, NULL, source
  FROM lisa
),
present AS (SELECT * FROM sites WHERE holds(valid_from, valid_to)),
found AS (
  SELECT s.*, 'gesloten' AS issue, s.valid_to AS since, NULL AS successor, NULL AS evidence, s.source AS origin
  FROM sites s WHERE s.valid_to < DATE 'AS_OF'
  UNION ALL
  SELECT s.*, 'verplaatst', c.valid_from, c.successor, c.evidence, c.source
  FROM successions c JOIN sites s ON s.establishment = c.establishment WHERE holds(c.valid_from, c.valid_to)
  UNION ALL
  SELECT s.*, 'mogelijk dubbel', NULL, d.establishment, NULL, s.source
  FROM present s
  JOIN present d ON d.name = s.name AND d.municipality = s.municipality AND d.establishment <> s.establishment
  UNION ALL
  SELECT s.*, 'zonder terrein', NULL, NULL, NULL, s.source FROM present s WHERE s.park IS NULL
)
SELECT f.establishment, f.name AS "establishmentLabel", f.organisation, f."organisationLabel", f.municipality, f.issue,
       f.since, f.successor, b.name AS "successorLabel", listed(f.evidence) AS evidence, listed(f.origin) AS sources
FROM found f LEFT JOIN establishments b ON b.establishment_id = f.successor
GROUP BY f.establishment, f.name, f.organisation, f."organisationLabel", f.municipality, f.issue, f.since, f.successor,
         b.name
