SELECT DISTINCT c.customer AS other
FROM (
  SELECT DISTINCT b.customer AS two
  FROM (SELECT DISTINCT customer AS one FROM relations WHERE supplier = 'SITE') a
  JOIN relations b ON b.supplier = a.one
) d
JOIN relations c ON c.supplier = d.two
