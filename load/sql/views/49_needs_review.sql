-- Which values should a person look at? One row per doubtful field of a cable, or of a document,
-- with the reasons, all that was read, and where it stands: page and box of the chosen reading, else
-- of the first box or line a defect points at. Doubtful is a field with a defect of severity warning or
-- error; readings that contradict each other, and one of low confidence, have such a defect. What a
-- person corrected or confirmed is listed no more, unless it reads otherwise now.
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
-- patch: Its entry for the file of corrections, to mend and sign (docs/corrections.md).
CREATE OR REPLACE TABLE stored.needs_review AS
WITH doubtful AS (
    SELECT
        document_id,
        cable_id,
        field,
        list(DISTINCT code ORDER BY code) AS reasons,
        CASE WHEN bool_or(severity = 'error') THEN 'error' ELSE 'warning' END AS severity,
        string_agg(DISTINCT message, '; ' ORDER BY message) AS message,
        min({'page_no': page_no, 'line_no': line_no})
            FILTER (page_no IS NOT NULL AND line_no IS NOT NULL) AS place,
        min({'page_no': page_no, 'top': top, 'x0': x0, 'x1': x1, 'bottom': bottom})
            FILTER (x0 IS NOT NULL) AS drawn,
        min(page_no) AS page_no
    FROM defects
    WHERE severity IN ('warning', 'error') AND field IS NOT NULL
    GROUP BY document_id, cable_id, field
),
-- A stamp is the document's, though its readings stand with the first cable.
chosen AS (
    SELECT
        c.document_id,
        CASE WHEN r.block <> 'stamp' THEN c.cable_id END AS cable_id,
        r.field,
        arg_min(r, r.position) AS reading
    FROM readings AS r
    JOIN cables AS c USING (cable_id)
    SEMI JOIN doubtful AS q ON q.document_id = c.document_id AND q.field = r.field
    WHERE r.is_chosen
    GROUP BY ALL
),
-- What can be corrected, as JSON, which is YAML: columns by name, lists as they are keyed.
cable_columns AS (
    SELECT cable_id, to_json(v) AS by_field
    FROM (
        SELECT * EXCLUDE (
            document_id, cable_no, page_first, page_last, body, word_count, paragraph_count,
            redaction_count, confidence, defect_count, run_id, is_quarantined, text_sketch
        )
        FROM cables
        SEMI JOIN doubtful USING (cable_id)
    ) AS v
),
release_columns AS (
    SELECT document_id, to_json(v) AS by_field
    FROM (
        SELECT
            document_id, release_decision, review_authority, reviewed_on, case_id,
            document_number, page_banner
        FROM documents
        SEMI JOIN doubtful USING (document_id)
    ) AS v
),
lists AS (
    SELECT
        cable_id,
        'addressees' AS field,
        list(
            map([role], [
                coalesce(routing_indicator || '/', '')
                || concat_ws(' ', plain_language_address, precedence, continuity_number)
            ])
            ORDER BY position
        )::JSON AS said
    FROM addressees
    SEMI JOIN doubtful USING (cable_id)
    GROUP BY cable_id
    UNION ALL
    SELECT
        cable_id,
        'distribution',
        list(
            map([role], [concat_ws('-', office, lpad(copies::VARCHAR, 2, '0'))]) ORDER BY position
        )::JSON
    FROM distribution
    SEMI JOIN doubtful USING (cable_id)
    GROUP BY cable_id
    UNION ALL
    SELECT
        cable_id,
        'tags',
        list(CASE WHEN kind = 'person' THEN '(' || tag || ')' ELSE tag END ORDER BY position)::JSON
    FROM cable_tags
    SEMI JOIN doubtful USING (cable_id)
    GROUP BY cable_id
    UNION ALL
    SELECT
        cable_id,
        'references',
        list(concat_ws(' ', label || ')', raw) ORDER BY position)::JSON
    FROM cable_references
    SEMI JOIN doubtful USING (cable_id)
    GROUP BY cable_id
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
    coalesce(h.reading.page_no, q.drawn.page_no, q.page_no, c.page_first, 1) AS page_no,
    coalesce(h.reading.line_no, l.line_no) AS line_no,
    coalesce(h.reading.x0, q.drawn.x0, l.x0) AS x0,
    coalesce(h.reading.top, q.drawn.top, l.top) AS top,
    coalesce(h.reading.x1, q.drawn.x1, l.x1) AS x1,
    coalesce(h.reading.bottom, q.drawn.bottom, l.bottom) AS bottom,
    -- No keyboard types the characters taken out, and YAML refuses them.
    regexp_replace(
        '- document: ' || left(q.document_id, 16)
        || coalesce(chr(10) || '  cable: ' || c.cable_no, '')
        || chr(10) || '  field: ' || q.field
        || chr(10) || '  printed: ' || coalesce(to_json(h.reading.raw)::VARCHAR, '')
        || chr(10) || '  value: ' || coalesce(
            s.said::VARCHAR,
            json_extract(coalesce(v.by_field, w.by_field), '$.' || q.field)::VARCHAR,
            CASE WHEN q.field IN ('addressees', 'distribution', 'references') THEN '' END
        )
        || chr(10) || '  reason:' || chr(10) || '  by:' || chr(10) || '  on:' || chr(10),
        '[\x{7F}-\x{84}\x{86}-\x{9F}\x{FFFE}\x{FFFF}]',
        ' ',
        'g'
    ) AS patch
FROM doubtful AS q
JOIN documents AS d USING (document_id)
LEFT JOIN cables AS c ON c.cable_id = q.cable_id
LEFT JOIN chosen AS h
    ON h.document_id = q.document_id
    AND h.cable_id IS NOT DISTINCT FROM q.cable_id
    AND h.field = q.field
LEFT JOIN cable_columns AS v ON v.cable_id = q.cable_id
LEFT JOIN release_columns AS w
    ON w.document_id = CASE WHEN q.cable_id IS NULL THEN q.document_id END
LEFT JOIN lists AS s ON s.cable_id = q.cable_id AND s.field = q.field
LEFT JOIN lines AS l
    ON l.document_id = q.document_id
    AND l.page_no = q.place.page_no
    AND l.line_no = q.place.line_no
WHERE list_contains(q.reasons, 'patch.stale')
    OR NOT contains(coalesce(h.reading.rule, ''), 'patch:')
ORDER BY q.severity, d.file_name, q.cable_id, q.field;

CREATE OR REPLACE VIEW mart.needs_review AS FROM stored.needs_review;
