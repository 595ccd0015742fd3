-- What is withheld in a document, and where?
SELECT position, cable_id, page_no, x0, top, x1, bottom, extent, exemptions, paragraph_position
FROM redactions
WHERE document_id = $document_id
ORDER BY position;
