WITH facts AS (
  SELECT establishment, region, stage, NULL AS supplier, NULL AS customer, NULL AS other, evidence, source
  FROM presences WHERE here
  UNION ALL
  SELECT customer, to_region, NULL, supplier, NULL, from_region, evidence, source FROM links WHERE to_here
  UNION ALL
  SELECT supplier, from_region, NULL, NULL, customer, to_region, evidence, source FROM links WHERE from_here
)
SELECT f.establishment, e.name AS "establishmentLabel", f.region, listed(f.stage) AS performed,
       nullif(COUNT(DISTINCT f.supplier), 0) AS suppliers,
       CASE WHEN COUNT(f.supplier) > 0
            THEN COUNT(DISTINCT f.supplier) FILTER (WHERE f.other = f.region) END AS "regionalSuppliers",
       nullif(COUNT(DISTINCT f.customer), 0) AS customers,
       CASE WHEN COUNT(f.customer) > 0
            THEN COUNT(DISTINCT f.customer) FILTER (WHERE f.other = f.region) END AS "regionalCustomers",
       COUNT(DISTINCT coalesce(f.supplier, f.customer)) FILTER (WHERE f.other = f.region)
         / nullif(COUNT(DISTINCT coalesce(f.supplier, f.customer)), 0) AS "shareRegional",
       listed(f.evidence) AS evidence, listed(f.source) AS sources
FROM facts f JOIN establishments e ON e.establishment_id = f.establishment
GROUP BY f.establishment, e.name, f.region
