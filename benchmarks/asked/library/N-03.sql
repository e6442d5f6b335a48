WITH mapped AS (
  SELECT m.object AS item, coalesce(p.chain, m.subject) AS chain,
         list(m.evidence) || list(p.evidence) AS levels,
         list(m.source) || list(p.source) AS origins
  FROM mappings m
  LEFT JOIN (SELECT * FROM placements WHERE holds(valid_from, valid_to)) p
    ON m.subject_kind = 'coalition' AND p.coalition = m.subject
  WHERE m.object_kind = 'technology'
  GROUP BY m.object, coalesce(p.chain, m.subject)
),
present AS MATERIALIZED (SELECT * FROM presences WHERE here),
taking AS (
  SELECT p.chain, p.region, COUNT(DISTINCT p.establishment) AS establishments, listed(i.name) AS parks,
         list(p.evidence) || list(p.park_evidence) AS levels, list(p.source) AS origins
  FROM present p LEFT JOIN parks i ON i.park = p.park
  GROUP BY p.chain, p.region
),
lying AS (
  SELECT chain, region, SUM(area_ha) AS ha
  FROM (
    SELECT DISTINCT p.chain, p.region, o.plot_id, o.area_ha
    FROM (SELECT plot_id, area_ha, unnest(string_split(occupant, ';')) AS establishment FROM plots) o
    JOIN present p ON p.establishment = o.establishment
  ) lots GROUP BY chain, region
),
asking AS (
  SELECT s.chain, d.region, SUM(d.demand_ha) AS ha
  FROM space_demands d JOIN stages s ON s.stage_id = d.stage
  WHERE holds(d.valid_from, d.valid_to) GROUP BY s.chain, d.region
)
SELECT m.item AS "frameItem", c.label_nl AS "frameItemLabel", m.chain, t.region, t.parks, t.establishments,
       l.ha AS "haUsed", a.ha AS "haNeeded", told(m.levels || t.levels) AS evidence, told(m.origins || t.origins) AS sources
FROM mapped m
JOIN taking t ON t.chain = m.chain
JOIN technologies c ON c.technology_id = m.item
LEFT JOIN lying l ON l.chain = t.chain AND l.region = t.region
LEFT JOIN asking a ON a.chain = t.chain AND a.region = t.region
