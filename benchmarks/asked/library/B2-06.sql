WITH stalled AS (
  SELECT *, unnest(coalesce(string_split(intervention, ';'), [NULL])) AS instrument
  FROM issues WHERE status = 'stalled' AND holds(valid_from, valid_to)
),
asks AS (
  SELECT instrument, list(text) AS texts, list(evidence) AS levels, list(source) AS origins
  FROM conditions WHERE holds(valid_from, valid_to) GROUP BY instrument
)
SELECT s.issue_id AS issue, s.label_nl AS "issueLabel", s.stalled_since AS "stalledSince", s."table",
       t.label_nl AS "tableLabel", s.instrument, w.label AS "instrumentLabel", told(c.texts) AS conditions,
       told(list_concat([s.evidence], c.levels)) AS evidence, told(list_concat([s.source], c.origins)) AS sources
FROM stalled s
LEFT JOIN coordination_tables t ON t.table_id = s."table"
LEFT JOIN words w ON w.list = 'instrument' AND w.word = s.instrument
LEFT JOIN asks c ON c.instrument = s.instrument
