SELECT n.stage, COUNT(DISTINCT q.park) AS parks
FROM requirements n JOIN qualities q ON q.quality = n.needs
WHERE n.needs_kind = 'quality'
GROUP BY n.stage
