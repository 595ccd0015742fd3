-- What lines does a page have, and where?
SELECT line_no, text, x0, top, x1, bottom, confidence, layer, cable_id, paragraph_position
FROM lines
WHERE document_id = $document_id AND page_no = $page_no
ORDER BY line_no;
