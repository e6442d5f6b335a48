SELECT i.issue_id AS issue, i.label_nl AS "issueLabel", i.topic, a.label AS "topicLabel", i.status,
       s.label AS "statusLabel", told(string_split(i.chain, ';')) AS chains, i.work_environment AS "workEnvironment",
       w.label AS "workEnvironmentLabel", i.demand_ha AS "spaceClaimHa",
       (SELECT listed(p.name) FROM parks p
        WHERE list_contains(string_split(i.candidate_park, ';'), CAST(p.park AS VARCHAR))) AS "candidateParks",
       i.evidence, i.source AS sources
FROM issues i
JOIN words a ON a.list = 'issue-topic' AND a.word = i.topic
JOIN words s ON s.list = 'issue-status' AND s.word = i.status
LEFT JOIN words w ON w.list = 'work-environment' AND w.word = i.work_environment
WHERE i.topic IN ('strategic-autonomy', 'defence', 'data-centres') AND holds(i.valid_from, i.valid_to)
