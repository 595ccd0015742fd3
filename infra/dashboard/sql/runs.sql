-- How good was the warehouse after each of the last 30 runs, and how fast were they?
SELECT quality.*, measured.pages_per_minute
FROM mart.quality_by_run AS quality
JOIN ops.runs AS measured USING (run_id)
ORDER BY quality.started_at DESC, run_id
LIMIT 30;
