-- How good was the warehouse after each run? Check results are stored when they differ from those
-- before, so a run that stored none is given the latest of an earlier run (`checks_of`).
--
-- columns as in runs
-- checks_of: The run whose results are in force.
-- checks: Checks made.
-- failed: Checks that failed.
-- failed_fatal: Those of severity fatal.
-- failed_error: Those of severity error.
-- failed_warning: Those of severity warning.
-- failed_info: Those of severity info.
CREATE OR REPLACE VIEW mart.quality_by_run AS
WITH checked AS (
    SELECT
        k.run_id,
        r.started_at,
        count(*) AS checks,
        count(*) FILTER (NOT k.success) AS failed,
        count(*) FILTER (NOT k.success AND k.severity = 'fatal') AS failed_fatal,
        count(*) FILTER (NOT k.success AND k.severity = 'error') AS failed_error,
        count(*) FILTER (NOT k.success AND k.severity = 'warning') AS failed_warning,
        count(*) FILTER (NOT k.success AND k.severity = 'info') AS failed_info
    FROM check_results AS k
    JOIN runs AS r USING (run_id)
    GROUP BY k.run_id, r.started_at
)
SELECT
    runs.run_id,
    runs.started_at,
    runs.finished_at,
    runs.outcome,
    runs.documents_seen,
    runs.documents_loaded,
    runs.documents_failed,
    runs.pages_ocr,
    runs.pages_embedded,
    runs.code_version,
    runs.engine_version,
    checked.run_id AS checks_of,
    checked.checks,
    checked.failed,
    checked.failed_fatal,
    checked.failed_error,
    checked.failed_warning,
    checked.failed_info
FROM runs
ASOF LEFT JOIN checked ON runs.started_at >= checked.started_at
ORDER BY runs.started_at, runs.run_id;
