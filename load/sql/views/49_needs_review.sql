-- Which values should a person look at? One row per doubtful field of a cable, or of a document,
-- with the reasons, all that was read, and where it stands: page and box of the chosen reading, else
-- of the first line a defect points at. Doubtful is a field with a defect of severity warning or
-- error, and one whose readings disagree; a reading of low confidence has such a defect.
--
-- columns as in documents, cables
-- field: The doubtful field.
-- severity: warning or error, the worst of the reasons.
-- reasons: Codes of the defects; readings.disagree for disagreeing blocks.
-- message: What was expected and what stood there, all reasons.
-- value: The chosen reading as understood.
-- raw: The chosen reading as printed.
-- confidence: Confidence of the chosen reading, 0 to 1.
-- page_no: Page to look at, 1-based.
-- line_no: Line on that page.
-- x0: Left edge of the place in points.
-- top: Upper edge in points from the top.
-- x1: Right edge in points.
-- bottom: Lower edge in points from the top.
CREATE OR REPLACE VIEW mart.needs_review AS
WITH doubts AS (
    SELECT document_id, cable_id, field, code AS reason, severity, message, page_no, line_no
    FROM defects
    WHERE severity IN ('warning', 'error') AND field IS NOT NULL
    UNION ALL
    SELECT
        c.document_id,
        f.cable_id,
        f.field,
        'readings.disagree',
        'warning',
        'read as ' || array_to_string(f.said, '; '),
        NULL,
        NULL
    FROM mart.field_readings AS f
    JOIN cables AS c USING (cable_id)
    WHERE NOT f.is_agreed
),
doubtful AS (
    SELECT
        document_id,
        cable_id,
        field,
        list(DISTINCT reason ORDER BY reason) AS reasons,
        CASE WHEN bool_or(severity = 'error') THEN 'error' ELSE 'warning' END AS severity,
        string_agg(DISTINCT message, '; ' ORDER BY message) AS message,
        min((page_no, line_no)) FILTER (page_no IS NOT NULL AND line_no IS NOT NULL) AS place,
        min(page_no) AS page_no
    FROM doubts
    GROUP BY document_id, cable_id, field
),
chosen AS (
    SELECT
        cable_id,
        field,
        arg_min(readings, position) AS reading
    FROM readings
    WHERE is_chosen
    GROUP BY cable_id, field
)
SELECT
    q.document_id,
    d.file_name,
    q.cable_id,
    c.mrn,
    q.field,
    q.severity,
    q.reasons,
    q.message,
    h.reading.value AS value,
    h.reading.raw AS raw,
    h.reading.confidence AS confidence,
    coalesce(h.reading.page_no, q.page_no, c.page_first, 1) AS page_no,
    coalesce(h.reading.line_no, l.line_no) AS line_no,
    CASE WHEN h.reading.x0 IS NULL THEN l.x0 ELSE h.reading.x0 END AS x0,
    CASE WHEN h.reading.x0 IS NULL THEN l.top ELSE h.reading.top END AS top,
    CASE WHEN h.reading.x0 IS NULL THEN l.x1 ELSE h.reading.x1 END AS x1,
    CASE WHEN h.reading.x0 IS NULL THEN l.bottom ELSE h.reading.bottom END AS bottom
FROM doubtful AS q
JOIN documents AS d USING (document_id)
LEFT JOIN cables AS c ON c.cable_id = q.cable_id
LEFT JOIN chosen AS h ON h.cable_id = q.cable_id AND h.field = q.field
LEFT JOIN lines AS l
    ON l.document_id = q.document_id AND (l.page_no, l.line_no) = q.place
ORDER BY q.severity, d.file_name, q.cable_id, q.field;
