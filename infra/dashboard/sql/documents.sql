-- Which documents have a status? In the order of their files, 100 behind a given one.
SELECT
    d.document_id,
    d.file_name,
    d.status,
    d.status_reason,
    d.release_decision,
    d.reviewed_on,
    d.page_count,
    (SELECT count(*) FROM cables AS c WHERE c.document_id = d.document_id) AS cables
FROM documents AS d
WHERE ($status::VARCHAR IS NULL OR d.status = $status)
    AND ($after_id::VARCHAR IS NULL OR (d.file_name, d.document_id) > ($after_name, $after_id))
ORDER BY d.file_name, d.document_id
LIMIT 101;
