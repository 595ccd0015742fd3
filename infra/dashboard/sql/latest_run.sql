-- From when is what is shown: the run that published last, and what did it leave out?
SELECT
    run_id,
    finished_at,
    source,
    code_version,
    (SELECT count(*) FROM documents WHERE status IN ('failed', 'quarantined')) AS left_out
FROM runs
WHERE finished_at IS NOT NULL
ORDER BY started_at DESC
LIMIT 1;
