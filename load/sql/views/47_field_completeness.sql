-- How often is each header field found, by year and kind of text, and how often do the blocks that
-- give it agree? `found_share` is of all cables; `agreeing_share` of those in which two blocks or
-- more give the field, NULL when there is none. A cable with one page of OCR counts as ocr.
--
-- field: The header field.
-- year: Year of the MRN; NULL without one.
-- text_source: ocr if a page of the cable was read by OCR, else embedded, or none.
-- cables: Cables of that year and kind of text.
-- found_share: Share of them that have the field, 0 to 1.
-- agreeing_share: Share of the compared cables whose blocks agree, 0 to 1.
-- compared_cables: Cables in which two blocks or more give the field.
CREATE OR REPLACE VIEW mart.field_completeness AS
WITH cable_source AS (
    SELECT
        c.cable_id,
        CASE
            WHEN bool_or(p.text_source = 'ocr') THEN 'ocr'
            WHEN bool_or(p.text_source = 'embedded') THEN 'embedded'
            ELSE 'none'
        END AS text_source
    FROM cables AS c
    LEFT JOIN pages AS p
        ON p.document_id = c.document_id AND p.page_no BETWEEN c.page_first AND c.page_last
    GROUP BY c.cable_id
),
listed AS (
    SELECT
        'addressees' AS field, cable_id FROM addressees
    UNION SELECT 'distribution', cable_id FROM distribution
    UNION SELECT 'references', cable_id FROM cable_references
    UNION SELECT 'paragraphs', cable_id FROM paragraphs
),
fields AS (
    SELECT
        c.cable_id,
        c.year,
        unnest([
            {'field': 'mrn', 'found': c.mrn IS NOT NULL},
            {'field': 'dtg', 'found': c.dtg IS NOT NULL},
            {'field': 'precedence', 'found': c.precedence IS NOT NULL},
            {'field': 'originator', 'found': c.originator IS NOT NULL},
            {'field': 'classification', 'found': c.classification IS NOT NULL},
            {'field': 'captions', 'found': len(c.captions) > 0},
            {'field': 'passing_instructions', 'found': len(c.passing_instructions) > 0},
            {'field': 'executive_order', 'found': c.executive_order IS NOT NULL},
            {'field': 'declassify_raw', 'found': c.declassify_raw IS NOT NULL},
            {'field': 'classified_by', 'found': c.classified_by IS NOT NULL},
            {'field': 'classification_reasons', 'found': len(c.classification_reasons) > 0},
            {'field': 'tags', 'found': len(c.tags) > 0},
            {'field': 'subject', 'found': c.subject IS NOT NULL},
            {'field': 'summary', 'found': c.summary IS NOT NULL},
            {'field': 'comment', 'found': c.comment IS NOT NULL},
            {'field': 'signature', 'found': c.signature IS NOT NULL},
            {'field': 'drafted_by', 'found': c.drafted_by IS NOT NULL},
            {'field': 'approved_by', 'found': c.approved_by IS NOT NULL},
            {'field': 'cleared_by', 'found': len(c.cleared_by) > 0},
            {'field': 'distribution_total', 'found': c.distribution_total IS NOT NULL},
            {'field': 'relay_counter', 'found': c.relay_counter IS NOT NULL},
            {'field': 'filed_raw', 'found': c.filed_raw IS NOT NULL}
        ], recursive := true)
    FROM cables AS c
    UNION ALL
    SELECT c.cable_id, c.year, names.field, listed.cable_id IS NOT NULL
    FROM cables AS c
    CROSS JOIN (VALUES ('addressees'), ('distribution'), ('references'), ('paragraphs'))
        AS names (field)
    LEFT JOIN listed ON listed.cable_id = c.cable_id AND listed.field = names.field
)
SELECT
    f.field,
    f.year,
    s.text_source,
    count(*) AS cables,
    avg(f.found::INTEGER) AS found_share,
    avg(r.is_agreed::INTEGER) FILTER (r.block_count > 1) AS agreeing_share,
    count(*) FILTER (r.block_count > 1) AS compared_cables
FROM fields AS f
JOIN cable_source AS s USING (cable_id)
LEFT JOIN mart.field_readings AS r USING (cable_id, field)
GROUP BY f.field, f.year, s.text_source
ORDER BY f.field, f.year, s.text_source;
