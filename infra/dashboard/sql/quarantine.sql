-- What is kept out, and why? The 100 latest.
SELECT
    q.document_id,
    q.cable_id,
    q.stage,
    q.code,
    q.message,
    q.quarantined_at,
    q.attempts,
    d.file_name,
    d.status
FROM quarantine AS q
JOIN documents AS d USING (document_id)
ORDER BY q.quarantined_at DESC, d.file_name, q.code
LIMIT 100;
