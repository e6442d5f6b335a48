SELECT customer AS other FROM relations WHERE supplier = 'SITE'
UNION
SELECT supplier AS other FROM relations WHERE customer = 'SITE'
