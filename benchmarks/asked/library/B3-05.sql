WITH due AS (
  SELECT *, CAST(regexp_extract(interval, '\d+') AS INTEGER) AS number,
         CASE WHEN contains(interval, 'Y') THEN 'jaar' WHEN contains(interval, 'M') THEN 'maand'
              WHEN contains(interval, 'W') THEN 'week' ELSE 'dag' END AS measure,
         coalesce(last_of(next_due),
                  CASE WHEN regexp_full_match(interval, 'P\d+Y')
                       THEN last_done + to_years(CAST(regexp_extract(interval, '\d+') AS INTEGER)) END) AS next
  FROM cycles WHERE holds(valid_from, valid_to)
)
SELECT c.cycle_id AS item, c.label_nl AS "itemLabel",
       c.number || ' ' || c.measure || CASE WHEN c.number = 1 OR c.measure = 'jaar' THEN '' ELSE 'en' END AS cycle,
       c.last_done AS last, CAST(c.next AS DATE) AS "nextDue", b.label_nl AS "dependsOn",
       CASE WHEN c.next < DATE 'AS_OF' THEN 'te laat'
            WHEN b.next_due IS NOT NULL OR (b.interval IS NOT NULL AND b.last_done IS NOT NULL) THEN 'wacht op een ander'
            WHEN c.next IS NOT NULL THEN 'gepland' ELSE 'onbekend' END AS state,
       c.document, d.title_nl AS "documentLabel", c.passage, c.evidence, c.source AS sources
FROM due c
JOIN documents d ON d.document_id = c.document
LEFT JOIN cycles b ON b.cycle_id = c.due_after
