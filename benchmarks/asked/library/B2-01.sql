WITH discussed AS (
  SELECT d.issue, MAX(r.held_on) AS held FROM decisions d JOIN rounds r ON r.round_id = d.round
  WHERE holds(d.valid_from, d.valid_to) AND r.held_on <= DATE 'AS_OF' GROUP BY d.issue
),
parties AS (
  SELECT p.issue_id, listed(coalesce(o.name, r.label_nl)) AS names
  FROM (
    SELECT issue_id, unnest(string_split(party, ';')) AS party FROM issues
    UNION ALL SELECT issue_id, unnest(string_split(party_region, ';')) FROM issues
  ) p
  LEFT JOIN organisations o ON o.organisation_id = p.party
  LEFT JOIN regions r ON r.region_id = p.party
  GROUP BY p.issue_id
)
SELECT i.issue_id AS issue, i.label_nl AS "issueLabel", i.topic, a.label AS "topicLabel", i.form, f.label AS "formLabel",
       i."table", t.label_nl AS "tableLabel", p.names AS parties, i.status, s.label AS "statusLabel", i.date,
       d.held AS "lastDiscussed", i.evidence, i.source AS sources
FROM issues i
JOIN words f ON f.list = 'coordination-form' AND f.word = i.form
JOIN words s ON s.list = 'issue-status' AND s.word = i.status
LEFT JOIN words a ON a.list = 'issue-topic' AND a.word = i.topic
LEFT JOIN coordination_tables t ON t.table_id = i."table"
LEFT JOIN parties p ON p.issue_id = i.issue_id
LEFT JOIN discussed d ON d.issue = i.issue_id
WHERE holds(i.valid_from, i.valid_to)
