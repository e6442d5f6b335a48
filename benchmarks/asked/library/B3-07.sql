WITH ties AS (
  SELECT establishment, chain, NULL AS customer, NULL AS near, NULL AS supplier, evidence, source FROM presences
  UNION ALL
  SELECT supplier, chain, customer, CASE WHEN from_region = to_region THEN customer END, NULL, evidence, source FROM links
  UNION ALL SELECT customer, chain, NULL, NULL, supplier, evidence, source FROM links
),
tied AS (
  SELECT t.establishment, listed(t.chain) AS chains, COUNT(DISTINCT t.customer) AS customers,
         COUNT(DISTINCT t.near) AS near, COUNT(DISTINCT t.supplier) AS suppliers,
         list(t.evidence) AS levels, list(t.source) AS origins
  FROM ties t SEMI JOIN tests j ON j.establishment = t.establishment GROUP BY t.establishment
)
SELECT j.establishment, e.name AS "establishmentLabel", e.park, i.name AS "parkLabel", e.municipality,
       j.met AS "allMet", t.chains, coalesce(t.customers, 0) AS customers, coalesce(t.near, 0) AS "regionalCustomers",
       coalesce(t.suppliers, 0) AS suppliers,
       CASE WHEN t.chains IS NULL THEN 'geen keten bekend' ELSE 'keten bekend' END AS signal,
       told(list_concat(j.levels || [e.park_evidence], t.levels)) AS evidence,
       told(list_concat(j.origins, t.origins)) AS sources
FROM tests j
JOIN still_open e ON e.establishment_id = j.establishment
JOIN parks i ON i.park = e.park
LEFT JOIN tied t ON t.establishment = j.establishment
WHERE j.met IS NOT FALSE AND e.municipality IS NOT NULL
