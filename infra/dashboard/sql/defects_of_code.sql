-- Where does a defect stand? 50 behind a given one, in the order of the cables.
SELECT
    x.document_id,
    x.cable_id,
    x.position,
    x.severity,
    x.field,
    x.message,
    x.page_no,
    d.file_name,
    c.mrn
FROM (
    SELECT *
    FROM defects
    WHERE code = $code AND ($field::VARCHAR IS NULL OR field = $field)
        AND ($after_id::VARCHAR IS NULL OR (document_id, position) > ($after_id, $after_position))
    ORDER BY document_id, position
    LIMIT 51
) AS x
JOIN documents AS d USING (document_id)
LEFT JOIN cables AS c ON c.cable_id = x.cable_id
ORDER BY x.document_id, x.position;
