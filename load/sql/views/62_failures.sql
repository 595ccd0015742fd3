-- What were documents left out for in each run, and how many? One row per run and reason; codes of
-- errors are in docs/errors.md, others are those of failed checks.
--
-- columns as in runs
-- code: Code of the error or of the failed check, as in `quarantine`.
-- documents: Documents left out for it: failed, or kept in quarantine.
CREATE OR REPLACE VIEW ops.failures AS
WITH listed AS (
    SELECT
        run_id,
        started_at,
        unnest(
            CAST(metrics -> 'failures' AS STRUCT(code VARCHAR, documents INTEGER)[]),
            recursive := true
        )
    FROM main.runs
)
SELECT run_id, started_at, code, documents
FROM listed
ORDER BY started_at, run_id, code;
