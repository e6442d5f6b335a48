WITH tested AS (
  SELECT establishment, MAX(parcel_ha) AS parcel, COUNT(DISTINCT parcel_ha >= 3) AS sizes, MIN(parcel_ha >= 3) AS size,
         COUNT(DISTINCT large_buildings) AS built, MIN(large_buildings) AS building,
         COUNT(DISTINCT mainly_logistics) AS used, MIN(mainly_logistics) AS use,
         COUNT(DISTINCT high_impact) AS felt, MIN(high_impact) AS impact,
         list(DISTINCT evidence) AS levels, list(DISTINCT source) AS origins
  FROM logistics_tests WHERE holds(valid_from, valid_to) GROUP BY establishment
),
judged AS (
  SELECT *, (CASE WHEN sizes = 1 THEN size END AND CASE WHEN built = 1 THEN building END
             AND CASE WHEN used = 1 THEN use END AND CASE WHEN felt = 1 THEN impact END) AS met
  FROM tested
),
ties AS (
  SELECT establishment, chain, NULL AS customer, NULL AS near, NULL AS supplier, evidence, source FROM presences
  UNION ALL
  SELECT supplier, chain, customer, CASE WHEN from_region = to_region THEN customer END, NULL, evidence, source FROM links
  UNION ALL SELECT customer, chain, NULL, NULL, supplier, evidence, source FROM links
),
tied AS (
  SELECT t.establishment, listed(t.chain) AS chains, COUNT(DISTINCT t.customer) AS customers,
         COUNT(DISTINCT t.near) AS near, COUNT(DISTINCT t.supplier) AS suppliers,
         list(DISTINCT t.evidence) AS levels, list(DISTINCT t.source) AS origins
  FROM ties t SEMI JOIN judged j ON j.establishment = t.establishment GROUP BY t.establishment
)
SELECT j.establishment, e.name AS "establishmentLabel", e.park, i.name AS "parkLabel", e.municipality,
       j.met AS "allMet", t.chains, coalesce(t.customers, 0) AS customers, coalesce(t.near, 0) AS "regionalCustomers",
       coalesce(t.suppliers, 0) AS suppliers,
       CASE WHEN t.chains IS NULL THEN 'geen keten bekend' ELSE 'keten bekend' END AS signal,
       told(list_concat(j.levels || [e.park_evidence], t.levels)) AS evidence,
       told(list_concat(j.origins, t.origins)) AS sources
FROM judged j
JOIN still_open e ON e.establishment_id = j.establishment
JOIN parks i ON i.park = e.park
LEFT JOIN tied t ON t.establishment = j.establishment
WHERE j.met IS NOT FALSE AND e.municipality IS NOT NULL
