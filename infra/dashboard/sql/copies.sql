-- What other copies of a cable are held?
WITH others AS MATERIALIZED (
    SELECT cable_id
    FROM cable_copies
    WHERE identity_id = (SELECT identity_id FROM cable_copies WHERE cable_id = $cable_id)
        AND cable_id <> $cable_id
    ORDER BY cable_id
    LIMIT 50
),
held AS MATERIALIZED (
    SELECT cable_id, document_id FROM cables WHERE cable_id IN (SELECT cable_id FROM others)
)
SELECT c.cable_id, d.file_name, d.release_decision, d.reviewed_on
FROM held AS c
JOIN (
    SELECT document_id, file_name, release_decision, reviewed_on
    FROM documents
    WHERE document_id IN (SELECT document_id FROM held)
) AS d USING (document_id)
ORDER BY d.reviewed_on, c.cable_id;
