-- Why is a document, or a cable of it, kept out?
SELECT cable_id, stage, code, message
FROM quarantine
WHERE document_id = $document_id
ORDER BY cable_id, stage, code;
