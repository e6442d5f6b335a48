WITH arising AS (
  SELECT *, unnest(string_split(arises_in, ';')) AS region FROM issues WHERE holds(valid_from, valid_to)
),
takers AS (
  SELECT p.issue_id, listed(coalesce(o.name, r.label_nl)) AS names
  FROM (
    SELECT issue_id, unnest(string_split(CAST(taken_up_by AS VARCHAR), ';')) AS taker FROM issues
    UNION ALL SELECT issue_id, unnest(string_split(taken_up_by_region, ';')) FROM issues
  ) p
  LEFT JOIN organisations o ON o.organisation_id = p.taker
  LEFT JOIN regions r ON r.region_id = p.taker
  GROUP BY p.issue_id
)
SELECT i.region, i.issue_id AS issue, i.label_nl AS "issueLabel", i.topic, a.label AS "topicLabel",
       i.work_environment AS "workEnvironment", w.label AS "workEnvironmentLabel", i.reason, i.demand_ha AS "demandHa",
       t.names AS "takenUpBy", i.status, s.label AS "statusLabel", i.evidence, i.source AS sources
FROM arising i
JOIN words s ON s.list = 'issue-status' AND s.word = i.status
LEFT JOIN words a ON a.list = 'issue-topic' AND a.word = i.topic
LEFT JOIN words w ON w.list = 'work-environment' AND w.word = i.work_environment
LEFT JOIN takers t ON t.issue_id = i.issue_id
