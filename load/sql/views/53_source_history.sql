-- What became of the files of each SOURCE? A row is a file in a place, from the run that found it
-- there to the run that found it there no more. Documents stay, whatever became of their files.
--
-- columns as in source_files
-- found_at: When that run began, UTC.
-- gone_at: When that run began, UTC; NULL while the file is there.
-- outcome: there, changed (other bytes lie in its place), renamed, or gone.
-- replaced_by: The document that lies in its place since.
-- moved_to: The place it was found in instead; the first, if there are several.
CREATE OR REPLACE VIEW mart.source_history AS
WITH followed AS (
    SELECT
        held.*,
        (
            SELECT min(next.document_id)
            FROM source_files AS next
            WHERE next.source = held.source
                AND next.found_run_id = held.gone_run_id
                AND next.source_uri = held.source_uri
        ) AS replaced_by,
        (
            SELECT min(next.source_uri)
            FROM source_files AS next
            WHERE next.source = held.source
                AND next.found_run_id = held.gone_run_id
                AND next.document_id = held.document_id
        ) AS moved_to
    FROM source_files AS held
)
SELECT
    followed.source,
    followed.source_uri,
    followed.document_id,
    followed.found_run_id,
    found.started_at AS found_at,
    followed.gone_run_id,
    gone.started_at AS gone_at,
    CASE
        WHEN followed.gone_run_id IS NULL THEN 'there'
        WHEN followed.moved_to IS NOT NULL THEN 'renamed'
        WHEN followed.replaced_by IS NOT NULL THEN 'changed'
        ELSE 'gone'
    END AS outcome,
    followed.replaced_by,
    followed.moved_to
FROM followed
LEFT JOIN runs AS found ON found.run_id = followed.found_run_id
LEFT JOIN runs AS gone ON gone.run_id = followed.gone_run_id
ORDER BY followed.source, followed.source_uri, found_at, followed.document_id;
