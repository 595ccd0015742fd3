-- Where did the time of each run go? One row per run and stage, in the order they ended; `load` goes
-- on beside `read`, which ends when the last documents are staged.
--
-- columns as in runs
-- stage: read (pages, and parse), load (judge and stage rows), build (the new file),
--   judge (the checks on all of it).
-- seconds: Wall time.
-- share: Of the run's wall time.
CREATE OR REPLACE VIEW ops.stages AS
WITH stages AS (
    SELECT
        run_id,
        started_at,
        CAST(metrics ->> 'seconds' AS DOUBLE) AS whole,
        CAST(metrics -> 'stages' AS STRUCT(stage VARCHAR, seconds DOUBLE)[]) AS held
    FROM main.runs
),

listed AS (
    SELECT run_id, started_at, whole, unnest(held, recursive := true), generate_subscripts(held, 1) AS n
    FROM stages
)
SELECT
    run_id,
    started_at,
    stage,
    seconds,
    CASE WHEN whole > 0 THEN round(seconds / whole, 3) END AS share
FROM listed
ORDER BY started_at, run_id, n;
