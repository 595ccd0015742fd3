-- Which lines of a document are of some layers?
SELECT page_no, line_no, text, layer, confidence
FROM lines
WHERE document_id = $document_id AND list_contains($layers::VARCHAR[], layer)
ORDER BY page_no, line_no
LIMIT 1000;
