WITH lies AS (
  SELECT e.establishment_id AS establishment, m.region
  FROM establishments e JOIN memberships m ON m.municipality = e.municipality
  WHERE m."primary"
)
SELECT r.supplier, COUNT(*) AS supplies
FROM relations r
JOIN lies a ON a.establishment = r.supplier
JOIN lies b ON b.establishment = r.customer
WHERE a.region <> b.region
GROUP BY r.supplier ORDER BY supplies DESC, r.supplier LIMIT 20
