-- How good was the warehouse after each of the last 30 runs?
SELECT *
FROM mart.quality_by_run
ORDER BY started_at DESC, run_id
LIMIT 30;
