SELECT r.round_id AS round, r.label_nl AS "roundLabel", r.held_on AS "heldOn", r."table", t.label_nl AS "tableLabel",
       d.issue, i.label_nl AS "issueLabel", d.text AS decision, a.label_nl AS actions, last_of(d.due) AS due,
       CASE WHEN d.done <= DATE 'AS_OF' THEN d.done END AS done,
       CASE WHEN d.due IS NOT NULL
            THEN coalesce(d.done > DATE 'AS_OF', true) AND last_of(d.due) < DATE 'AS_OF' END AS "pastDue",
       told([r.evidence, d.evidence]) AS evidence, told([r.source, d.source]) AS sources
FROM rounds r
JOIN coordination_tables t ON t.table_id = r."table"
LEFT JOIN (SELECT * FROM decisions WHERE holds(valid_from, valid_to)) d ON d.round = r.round_id
LEFT JOIN issues i ON i.issue_id = d.issue
LEFT JOIN actions a ON a.action_id = d.action
WHERE holds(r.valid_from, r.valid_to) AND (r.held_on IS NULL OR r.held_on <= DATE 'AS_OF')
