-- What is known of a document?
SELECT d.* EXCLUDE (text_sketch)
FROM documents AS d
WHERE d.document_id = $document_id;
