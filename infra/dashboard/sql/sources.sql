-- What were runs given to read, the latest first?
SELECT source
FROM runs
GROUP BY source
ORDER BY max(started_at) DESC
LIMIT 50;
