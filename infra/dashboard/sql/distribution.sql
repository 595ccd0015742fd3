-- Which offices got copies of a cable?
SELECT position, role, office, copies
FROM distribution
WHERE cable_id = $cable_id
ORDER BY position;
