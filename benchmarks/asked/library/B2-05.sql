WITH ends AS (
  SELECT from_region AS partner, 'levert aan Brabant' AS direction, to_region AS region, customer AS inside,
         chain, supplier, customer, resource, evidence, source
  FROM links WHERE NOT from_here AND to_here
  UNION ALL
  SELECT to_region, 'koopt van Brabant', from_region, supplier, chain, supplier, customer, resource, evidence, source
  FROM links WHERE from_here AND NOT to_here
),
performed AS (SELECT DISTINCT establishment, chain, stage FROM presences)
SELECT e.partner, r.kind = 'outside-country' AS abroad, e.chain, e.direction, listed(e.region) AS regions,
       listed(p.stage) AS "stagesHere", COUNT(DISTINCT (e.supplier, e.customer, e.resource, e.source)) AS relations,
       listed(e.evidence) AS evidence, listed(e.source) AS sources
FROM ends e
JOIN regions r ON r.region_id = e.partner AND starts_with(r.kind, 'outside-')
LEFT JOIN performed p ON p.establishment = e.inside AND p.chain = e.chain
GROUP BY e.partner, r.kind, e.chain, e.direction
