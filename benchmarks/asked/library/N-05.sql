WITH shared AS (
  SELECT *, unnest(list_distinct([notifiable_under, notified_under])) AS agreement FROM issues
  WHERE holds(valid_from, valid_to)
),
provinces AS (
  SELECT p.issue_id, listed(r.label_nl) AS names
  FROM (SELECT issue_id, unnest(string_split(party_region, ';')) AS region FROM issues) p
  JOIN regions r ON r.region_id = p.region AND r.kind IN ('province', 'outside-province')
  GROUP BY p.issue_id
)
SELECT s.issue_id AS issue, s.label_nl AS "issueLabel", s.agreement, d.title_nl AS "agreementLabel",
       s.demand_ha AS hectares, told(string_split(s.arises_in, ';')) AS regions,
       CASE WHEN s.notified_under = s.agreement AND coalesce(s.notified_on <= DATE 'AS_OF', true) THEN true END AS notified,
       CASE WHEN s.notified_under = s.agreement AND s.notified_on <= DATE 'AS_OF' THEN s.notified_on END AS "notifiedOn",
       p.names AS provinces, s.evidence, s.source AS sources
FROM shared s
JOIN documents d ON d.document_id = s.agreement
LEFT JOIN provinces p ON p.issue_id = s.issue_id
