WITH lies AS (
  SELECT e.establishment_id AS establishment, m.region
  FROM establishments e JOIN memberships m ON m.municipality = e.municipality
  WHERE m."primary" AND (m.valid_to IS NULL OR m.valid_to >= DATE 'AS_OF')
    AND (e.valid_from IS NULL OR e.valid_from <= DATE 'AS_OF') AND (e.valid_to IS NULL OR e.valid_to >= DATE 'AS_OF')
  UNION ALL
  SELECT e.establishment_id AS establishment, e.outside AS region
  FROM establishments e
  WHERE e.outside IS NOT NULL
    AND (e.valid_from IS NULL OR e.valid_from <= DATE 'AS_OF') AND (e.valid_to IS NULL OR e.valid_to >= DATE 'AS_OF')
)
SELECT a.region AS "fromRegion", b.region AS "toRegion", COUNT(*) AS relations
FROM relations r JOIN lies a ON a.establishment = r.supplier JOIN lies b ON b.establishment = r.customer
WHERE r.valid_from IS NULL OR r.valid_from <= DATE 'AS_OF'
GROUP BY a.region, b.region
