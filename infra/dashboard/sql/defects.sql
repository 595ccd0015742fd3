-- What is wrong in a document, and where? A defect of a line has the line's box.
SELECT
    x.position,
    x.cable_id,
    x.code,
    x.severity,
    x.field,
    x.message,
    x.page_no,
    x.line_no,
    coalesce(x.x0, l.x0) AS x0,
    coalesce(x.top, l.top) AS top,
    coalesce(x.x1, l.x1) AS x1,
    coalesce(x.bottom, l.bottom) AS bottom
FROM (SELECT * FROM defects WHERE document_id = $document_id) AS x
LEFT JOIN (SELECT * FROM lines WHERE document_id = $document_id) AS l USING (page_no, line_no)
ORDER BY array_position(['error', 'warning', 'info'], x.severity), x.position;
