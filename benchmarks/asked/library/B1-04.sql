WITH ranks AS (SELECT word, label, row_number() OVER (ORDER BY word) AS rank FROM words WHERE list = 'environmental-category'),
claims AS (
  SELECT c.kind, c.thing, r.label, r.rank, c.evidence, c.source
  FROM environmental c JOIN ranks r ON r.word = regexp_replace(CAST(c.category AS VARCHAR), '\.0$', '')
  WHERE holds(c.valid_from, c.valid_to)
),
land AS (
  SELECT establishment, SUM(area_ha) AS ha
  FROM (SELECT DISTINCT plot_id, area_ha, unnest(string_split(occupant, ';')) AS establishment FROM plots) lots
  GROUP BY establishment
)
SELECT i.park, i.name AS "parkLabel", i.municipality, i.region, e.establishment_id AS establishment,
       e.name AS "establishmentLabel", o.label AS offered, n.label AS needed, o.rank - n.rank AS difference,
       MAX(l.ha) AS "areaHa", told(list(o.evidence) || list(e.park_evidence) || list(n.evidence)) AS evidence,
       told(list(o.source) || list(e.source) || list(n.source)) AS sources
FROM claims o
JOIN parks i ON CAST(i.park AS VARCHAR) = o.thing
JOIN still_open e ON e.park = i.park
JOIN claims n ON n.kind = 'needed' AND n.thing = e.establishment_id AND n.rank < o.rank
LEFT JOIN land l ON l.establishment = e.establishment_id
WHERE o.kind = 'offered'
GROUP BY i.park, i.name, i.municipality, i.region, e.establishment_id, e.name, o.label, n.label, o.rank, n.rank
