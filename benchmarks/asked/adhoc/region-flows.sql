WITH lies AS (
  SELECT e.establishment_id AS establishment, m.region
  FROM establishments e JOIN memberships m ON m.municipality = e.municipality
  WHERE m."primary"
)
SELECT a.region AS "from", b.region AS "to", COUNT(*) AS supplies
FROM relations r
JOIN lies a ON a.establishment = r.supplier
JOIN lies b ON b.establishment = r.customer
GROUP BY a.region, b.region
