WITH rows_ AS MATERIALIZED (
  SELECT p.*, m.province FROM presences p LEFT JOIN municipalities m ON m.code = p.municipality
),
present AS (
  SELECT DISTINCT establishment, stage, municipality, region, province, park, coalesce(municipality, region) AS place
  FROM rows_
),
areas AS (
  SELECT establishment, stage, park, unnest(['municipality', 'region', 'province']) AS level,
         unnest([municipality, region, province]) AS area
  FROM present
),
standing AS (SELECT stage, level, area, COUNT(*) AS number FROM areas WHERE area IS NOT NULL GROUP BY ALL),
leaving AS (
  SELECT park, stage, level, area, COUNT(*) AS number FROM areas WHERE park IS NOT NULL AND area IS NOT NULL GROUP BY ALL
),
lost AS (
  SELECT l.park, l.stage, listed(l.area) AS last_in
  FROM leaving l
  JOIN standing s ON s.stage = l.stage AND s.level = l.level AND s.area = l.area AND s.number = l.number
  GROUP BY l.park, l.stage
),
towns AS (SELECT stage, place, COUNT(*) AS number FROM present GROUP BY stage, place),
going AS (SELECT park, stage, place, COUNT(*) AS number FROM present WHERE park IS NOT NULL GROUP BY park, stage, place),
whole AS (SELECT stage, SUM(number) AS number, list(place ORDER BY place) AS places FROM towns GROUP BY stage),
emptied AS (
  SELECT g.park, g.stage, SUM(g.number) AS number, list(CASE WHEN t.number = g.number THEN g.place END) AS places
  FROM going g JOIN towns t ON t.stage = g.stage AND t.place = g.place GROUP BY g.park, g.stage
),
others AS (
  SELECT e.park, e.stage, w.number - e.number AS number,
         array_to_string(list_filter(w.places, lambda place: NOT list_contains(e.places, place)), '; ') AS places
  FROM emptied e JOIN whole w ON w.stage = e.stage
),
performed AS (
  SELECT park, chain, stage, COUNT(DISTINCT establishment) AS number,
         list(evidence) || list(park_evidence) AS levels, list(source) AS origins
  FROM rows_ WHERE park IS NOT NULL GROUP BY park, chain, stage
),
gone AS (SELECT DISTINCT park, establishment FROM rows_ WHERE park IS NOT NULL),
ends AS (
  SELECT chain, (supplier, customer, resource, source) AS relation, evidence, source,
         unnest([supplier, customer]) AS leaver, unnest([customer, supplier]) AS partner,
         unnest([to_region, from_region]) AS beyond
  FROM links
),
stages_of AS (SELECT DISTINCT park, chain, stage, establishment FROM rows_ WHERE park IS NOT NULL),
cut AS (
  SELECT g.park, e.chain, s.stage, COUNT(DISTINCT e.relation) AS relations, COUNT(DISTINCT e.leaver) AS number,
         listed(CASE WHEN o.park IS NULL THEN e.beyond END) AS partners,
         list(e.evidence) AS levels, list(e.source) AS origins
  FROM ends e
  JOIN gone g ON g.establishment = e.leaver
  LEFT JOIN gone o ON o.establishment = e.partner AND o.park = g.park
  LEFT JOIN stages_of s ON s.park = g.park AND s.chain = e.chain AND s.establishment = e.leaver
  GROUP BY g.park, e.chain, s.stage
)
SELECT coalesce(p.park, c.park) AS park, i.name AS "parkLabel", coalesce(p.chain, c.chain) AS chain,
       coalesce(p.stage, c.stage) AS stage, coalesce(p.number, c.number) AS establishments, l.last_in AS "lastIn",
       coalesce(c.relations, 0) AS "relationsCut", c.partners,
       CASE WHEN coalesce(p.stage, c.stage) IS NOT NULL THEN coalesce(o.number, 0) END AS alternatives,
       o.places AS "alternativesIn",
       told(list_concat(p.levels, c.levels)) AS evidence, told(list_concat(p.origins, c.origins)) AS sources
FROM performed p
FULL JOIN cut c ON c.park = p.park AND c.chain = p.chain AND c.stage IS NOT DISTINCT FROM p.stage
JOIN parks i ON i.park = coalesce(p.park, c.park)
LEFT JOIN lost l ON l.park = coalesce(p.park, c.park) AND l.stage = coalesce(p.stage, c.stage)
LEFT JOIN others o ON o.park = coalesce(p.park, c.park) AND o.stage = coalesce(p.stage, c.stage)
