-- All but the betweenness, which is no matter of SQL.
WITH joined AS (
  SELECT establishment, listed(chain) AS chains, COUNT(DISTINCT chain) AS number,
         listed(evidence) AS evidence, listed(source) AS sources
  FROM presences GROUP BY establishment HAVING COUNT(DISTINCT chain) > 1
)
SELECT j.establishment, e.name AS "establishmentLabel", e.organisation, o.name AS "organisationLabel",
       j.chains, j.number AS "nChains", j.evidence, j.sources
FROM joined j
JOIN establishments e ON e.establishment_id = j.establishment
JOIN organisations o ON o.organisation_id = e.organisation
