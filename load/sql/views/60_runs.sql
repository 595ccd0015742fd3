-- What did each run do, how fast, and what did it take of the machine? One row per run that
-- published; a run of a version that measured nothing has NULL.
--
-- columns as in runs
-- seconds: Wall time from its start to the row being written.
-- pages_read: Pages it read by OCR or from embedded text; those found stored are not counted.
-- pages_per_minute: Pages read, or found stored, a minute of its stage `read`.
-- cpu_seconds: Processor time of the run and of the processes that read and parse.
-- cpu_seconds_per_page: The same for each page read; NULL where none was.
-- peak_mb: The most memory its own process held, in millions of bytes.
-- worker_peak_mb: The most memory one process that reads held, or a program it started.
-- most_waiting: The most documents that waited at one of the looks in `ops.throughput`.
CREATE OR REPLACE VIEW ops.runs AS
WITH measured AS (
    SELECT
        *,
        pages_ocr + pages_embedded AS pages_read,
        metrics -> 'samples' -> -1 ->> 'pages_done' AS pages_done,
        list_extract(
            list_filter(
                CAST(metrics -> 'stages' AS STRUCT(stage VARCHAR, seconds DOUBLE)[]),
                lambda one: one.stage = 'read'
            ),
            1
        ).seconds AS reading
    FROM main.runs
)
SELECT
    run_id,
    started_at,
    finished_at,
    outcome,
    source,
    documents_seen,
    documents_loaded,
    documents_failed,
    CAST(metrics ->> 'seconds' AS DOUBLE) AS seconds,
    pages_read,
    CASE
        WHEN CAST(pages_done AS INTEGER) > 0 AND reading > 0
            THEN round(60.0 * CAST(pages_done AS INTEGER) / reading, 1)
    END AS pages_per_minute,
    CAST(metrics ->> 'cpu_seconds' AS DOUBLE) AS cpu_seconds,
    CASE
        WHEN pages_read > 0 THEN round(CAST(metrics ->> 'cpu_seconds' AS DOUBLE) / pages_read, 3)
    END AS cpu_seconds_per_page,
    round(CAST(metrics ->> 'peak_bytes' AS BIGINT) / 1e6, 1) AS peak_mb,
    round(CAST(metrics ->> 'worker_peak_bytes' AS BIGINT) / 1e6, 1) AS worker_peak_mb,
    list_max(CAST(metrics -> '$.samples[*].documents_waiting' AS INTEGER[])) AS most_waiting,
    code_version,
    engine_version
FROM measured
ORDER BY started_at, run_id;
