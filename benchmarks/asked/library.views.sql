-- What questions share, as the presences, links and park figures of an atlas: computed anew in every query.
CREATE MACRO holds(first, last) AS coalesce(first <= DATE 'AS_OF', true) AND coalesce(last >= DATE 'AS_OF', true);
CREATE MACRO listed(member) AS array_to_string(list_sort(list_distinct(list(member))), '; ');
CREATE MACRO told(members) AS array_to_string(list_sort(list_distinct(members)), '; ');
CREATE MACRO first_of(moment) AS CAST(left(CAST(moment AS VARCHAR) || '-01-01', 10) AS DATE);
CREATE MACRO last_of(moment) AS CASE length(CAST(moment AS VARCHAR))
  WHEN 4 THEN CAST(moment || '-12-31' AS DATE)
  WHEN 7 THEN last_day(CAST(moment || '-01' AS DATE))
  ELSE CAST(moment AS DATE) END;

CREATE VIEW still_open AS
SELECT * FROM establishments
WHERE (valid_from IS NULL OR valid_from <= DATE 'AS_OF') AND (valid_to IS NULL OR valid_to >= DATE 'AS_OF');

CREATE VIEW counted AS
SELECT municipality, region, evidence, source FROM memberships
WHERE "primary" AND (valid_to IS NULL OR valid_to >= DATE 'AS_OF');

CREATE VIEW places AS
SELECT e.*, m.region, true AS here FROM still_open e JOIN counted m ON m.municipality = e.municipality
UNION ALL
SELECT *, outside AS region, false AS here FROM still_open WHERE outside IS NOT NULL;

CREATE VIEW presences AS
SELECT s.chain, p.stage, s.position, p.establishment, e.name, e.organisation, e.municipality, e.region, e.here,
       e.park, e.park_evidence, e.jobs, p.evidence, p.source
FROM participations p
JOIN stages s ON s.stage_id = p.stage
JOIN places e ON e.establishment_id = p.establishment
WHERE p.valid_to IS NULL OR p.valid_to >= DATE 'AS_OF';

CREATE VIEW links AS
SELECT r.chain, r.supplier, r.customer, r.resource, a.region AS from_region, a.here AS from_here,
       b.region AS to_region, b.here AS to_here, r.evidence, r.source
FROM relations r
JOIN places a ON a.establishment_id = r.supplier
JOIN places b ON b.establishment_id = r.customer
WHERE r.valid_from IS NULL OR r.valid_from <= DATE 'AS_OF';

CREATE VIEW parks AS
SELECT i.rin AS park, i.name, i.municipality, m.region, i.gross_ha, i.net_ha, i.issuable_ha, i.source
FROM ibis i JOIN counted m ON m.municipality = i.municipality
WHERE i.year = (SELECT max(year) FROM ibis);

CREATE MACRO labels_of(kind, cell) AS (
  SELECT listed(label) FROM words WHERE list = kind AND list_contains(string_split(cell, ';'), word)
);

CREATE VIEW tests AS
WITH said AS (
  SELECT establishment, MAX(parcel_ha) AS parcel, COUNT(DISTINCT parcel_ha >= 3) AS sizes, MIN(parcel_ha >= 3) AS size,
         COUNT(DISTINCT large_buildings) AS built, MIN(large_buildings) AS building,
         COUNT(DISTINCT mainly_logistics) AS used, MIN(mainly_logistics) AS use,
         COUNT(DISTINCT high_impact) AS felt, MIN(high_impact) AS impact,
         list(DISTINCT evidence) AS levels, list(DISTINCT source) AS origins
  FROM logistics_tests WHERE holds(valid_from, valid_to) GROUP BY establishment
),
agreed AS (
  SELECT establishment, levels, origins, CASE WHEN sizes = 1 THEN parcel END AS parcel,
         CASE WHEN sizes = 1 THEN size END AS size, CASE WHEN built = 1 THEN building END AS building,
         CASE WHEN used = 1 THEN use END AS use, CASE WHEN felt = 1 THEN impact END AS impact
  FROM said
)
SELECT *, size AND building AND use AND impact AS met FROM agreed;
