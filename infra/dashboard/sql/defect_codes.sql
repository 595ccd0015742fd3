-- What is wrong with the prints, and how often?
SELECT
    code,
    severity,
    count(*) AS defects,
    count(DISTINCT cable_id) AS cables,
    list(DISTINCT field ORDER BY field) FILTER (field IS NOT NULL) AS fields
FROM defects
GROUP BY code, severity
ORDER BY array_position(['error', 'warning', 'info'], severity), defects DESC, code;
