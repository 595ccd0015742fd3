-- Which checks do not hold now?
SELECT suite, expectation, severity, evaluated_count, unexpected_count
FROM check_results
WHERE NOT success AND run_id = (
    SELECT checks_of FROM mart.quality_by_run ORDER BY started_at DESC, run_id LIMIT 1
)
ORDER BY array_position(['fatal', 'error', 'warning', 'info'], severity), suite, expectation;
