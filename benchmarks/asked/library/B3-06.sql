WITH claims AS (
  SELECT 'version' AS kind, zone_id AS location, label_nl AS label, decided_in, valid_from, valid_to, evidence, source FROM zones
  UNION ALL
  SELECT 'list', CAST(c.park AS VARCHAR), i.name, c.decided_in, c.valid_from, c.valid_to, c.evidence, c.source
  FROM cluster_locations c JOIN parks i ON i.park = c.park
  UNION ALL
  SELECT z.coverage, CAST(z.park AS VARCHAR), i.name, z.decided_in, z.valid_from, z.valid_to, z.evidence, z.source
  FROM zone_coverage z JOIN parks i ON i.park = z.park
),
turns AS (
  SELECT *, 'begins' AS turn, valid_from AS day FROM claims WHERE valid_from <= DATE 'AS_OF'
  UNION ALL SELECT *, 'ends', valid_to FROM claims WHERE valid_to < DATE 'AS_OF'
),
named(kind, turn, change) AS (
  VALUES ('version', 'begins', 'nieuwe versie'), ('version', 'ends', 'versie vervallen'),
         ('list', 'begins', 'aangewezen'), ('list', 'ends', 'aanwijzing vervallen'),
         ('within', 'begins', 'komt binnen werkingsgebied'), ('within', 'ends', 'niet meer binnen werkingsgebied'),
         ('partly', 'begins', 'komt deels binnen werkingsgebied'),
         ('partly', 'ends', 'niet meer deels binnen werkingsgebied'),
         ('outside', 'begins', 'komt buiten werkingsgebied'), ('outside', 'ends', 'niet meer buiten werkingsgebied')
)
SELECT t.location, t.label AS "locationLabel", n.change, t.day, t.valid_from AS "from", t.valid_to AS "to",
       CASE WHEN t.turn = 'begins' THEN t.decided_in END AS decision,
       CASE WHEN t.turn = 'begins' THEN d.title_nl END AS "decisionLabel", listed(t.evidence) AS evidence,
       listed(t.source) AS sources
FROM turns t
JOIN named n ON n.kind = t.kind AND n.turn = t.turn
LEFT JOIN documents d ON d.document_id = t.decided_in
WHERE t.day > DATE 'AS_OF' - INTERVAL 4 YEAR
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
