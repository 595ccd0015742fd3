-- How did the queue of each run go down? One row per look at it: once a minute, less often in a run
-- of more than four hours, and at the end.
--
-- columns as in runs
-- looked_at: The time of the look, UTC.
-- documents_waiting: Documents nothing was done for yet.
-- documents_under_way: Documents that were read, parsed, judged or staged.
-- documents_done: Documents whose rows were staged.
-- pages_done: Pages read, or found stored, since the run began.
-- pages_per_minute: The pages since the look before, a minute.
CREATE OR REPLACE VIEW ops.throughput AS
WITH samples AS (
    SELECT
        run_id,
        started_at,
        unnest(
            CAST(
                metrics -> 'samples' AS STRUCT(
                    at_s DOUBLE,
                    documents_waiting INTEGER,
                    documents_under_way INTEGER,
                    documents_done INTEGER,
                    pages_done INTEGER
                )[]
            ),
            recursive := true
        )
    FROM main.runs
)
SELECT
    run_id,
    started_at,
    started_at + to_milliseconds(CAST(1000 * at_s AS BIGINT)) AS looked_at,
    documents_waiting,
    documents_under_way,
    documents_done,
    pages_done,
    CASE
        WHEN at_s > coalesce(lag(at_s) OVER earlier, 0)
            THEN round(
                60.0 * (pages_done - coalesce(lag(pages_done) OVER earlier, 0))
                / (at_s - coalesce(lag(at_s) OVER earlier, 0)), 1
            )
    END AS pages_per_minute
FROM samples
WINDOW earlier AS (PARTITION BY run_id ORDER BY at_s)
ORDER BY started_at, run_id, looked_at;
