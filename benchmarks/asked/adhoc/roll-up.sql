SELECT t.province, COUNT(*) AS establishments
FROM establishments e
JOIN (SELECT DISTINCT rin, municipality FROM ibis) i ON i.rin = e.park
JOIN municipalities t ON t.code = i.municipality
GROUP BY t.province
