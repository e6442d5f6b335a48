WITH dated AS (SELECT *, valid_to IS NULL OR valid_to >= DATE 'AS_OF' AS held FROM memberships),
members AS (
  SELECT municipality, COUNT(DISTINCT region) AS number, COUNT(*) FILTER (WHERE held) AS now,
         COUNT(*) FILTER (WHERE held AND "primary") AS primaries, listed(CASE WHEN held THEN region END) AS regions,
         listed(CASE WHEN held AND "primary" THEN region END) AS counted, listed(CASE WHEN NOT held THEN region END) AS others,
         listed(evidence) AS evidence, listed(source) AS sources
  FROM dated GROUP BY municipality
),
sites AS (
  SELECT municipality FROM still_open
  UNION ALL SELECT gemeentecode FROM lisa WHERE datum_vestiging IS NULL OR datum_vestiging <= DATE 'AS_OF'
),
known AS (SELECT municipality, COUNT(*) AS number FROM sites GROUP BY municipality)
SELECT m.municipality,
       told([CASE WHEN m.now > 1 THEN 'meer regio''s' END,
             CASE WHEN t.province <> 'PV30' THEN 'over de provinciegrens' END,
             CASE WHEN t.province = 'PV30' AND m.primaries = 0 THEN 'geen hoofdlidmaatschap' END,
             CASE WHEN m.primaries > 1 THEN 'meer hoofdlidmaatschappen' END,
             CASE WHEN m.number > m.now THEN 'lid op een andere dag' END]) AS issue,
       m.regions, m.counted AS "primaryRegion", m.others AS "otherDays", t.province = 'PV30' AS "inProvince",
       k.number AS establishments, m.evidence, m.sources
FROM members m
JOIN municipalities t ON t.code = m.municipality
LEFT JOIN known k ON k.municipality = m.municipality
WHERE m.number > 1 OR m.primaries <> 1 OR t.province <> 'PV30'
