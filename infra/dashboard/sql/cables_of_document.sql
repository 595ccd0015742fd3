-- Which cables does a document hold?
SELECT cable_id, cable_no, mrn, subject, page_first, page_last
FROM cables
WHERE document_id = $document_id
ORDER BY cable_no;
