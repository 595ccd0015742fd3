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
CREATE OR REPLACE TABLE stored.field_completeness AS
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
counted AS (
    SELECT
        c.year,
        s.text_source,
        count(*) AS cables,
        [
            {'field': 'mrn', 'found': count(*) FILTER (c.mrn IS NOT NULL)},
            {'field': 'dtg', 'found': count(*) FILTER (c.dtg IS NOT NULL)},
            {'field': 'precedence', 'found': count(*) FILTER (c.precedence IS NOT NULL)},
            {'field': 'originator', 'found': count(*) FILTER (c.originator IS NOT NULL)},
            {'field': 'classification', 'found': count(*) FILTER (c.classification IS NOT NULL)},
            {'field': 'captions', 'found': count(*) FILTER (len(c.captions) > 0)},
            {'field': 'passing_instructions', 'found': count(*) FILTER (len(c.passing_instructions) > 0)},
            {'field': 'executive_order', 'found': count(*) FILTER (c.executive_order IS NOT NULL)},
            {'field': 'declassify_raw', 'found': count(*) FILTER (c.declassify_raw IS NOT NULL)},
            {'field': 'classified_by', 'found': count(*) FILTER (c.classified_by IS NOT NULL)},
            {'field': 'classification_reasons', 'found': count(*) FILTER (len(c.classification_reasons) > 0)},
            {'field': 'tags', 'found': count(*) FILTER (len(c.tags) > 0)},
            {'field': 'subject', 'found': count(*) FILTER (c.subject IS NOT NULL)},
            {'field': 'summary', 'found': count(*) FILTER (c.summary IS NOT NULL)},
            {'field': 'comment', 'found': count(*) FILTER (c.comment IS NOT NULL)},
            {'field': 'signature', 'found': count(*) FILTER (c.signature IS NOT NULL)},
            {'field': 'drafted_by', 'found': count(*) FILTER (c.drafted_by IS NOT NULL)},
            {'field': 'approved_by', 'found': count(*) FILTER (c.approved_by IS NOT NULL)},
            {'field': 'cleared_by', 'found': count(*) FILTER (len(c.cleared_by) > 0)},
            {'field': 'distribution_total', 'found': count(*) FILTER (c.distribution_total IS NOT NULL)},
            {'field': 'relay_counter', 'found': count(*) FILTER (c.relay_counter IS NOT NULL)},
            {'field': 'filed_raw', 'found': count(*) FILTER (c.filed_raw IS NOT NULL)},
            {'field': 'addressees', 'found': count(*) FILTER (
                c.cable_id IN (SELECT cable_id FROM addressees)
            )},
            {'field': 'distribution', 'found': count(*) FILTER (
                c.cable_id IN (SELECT cable_id FROM distribution)
            )},
            {'field': 'references', 'found': count(*) FILTER (
                c.cable_id IN (SELECT cable_id FROM cable_references)
            )},
            {'field': 'paragraphs', 'found': count(*) FILTER (
                c.cable_id IN (SELECT cable_id FROM paragraphs)
            )}
        ] AS fields
    FROM cables AS c
    JOIN cable_source AS s USING (cable_id)
    GROUP BY c.year, s.text_source
),
found AS (
    SELECT year, text_source, cables, unnest(fields, recursive := true) FROM counted
),
-- As mart.field_readings has it, of which this takes two columns.
compared AS (
    SELECT cable_id, field, min(value) = max(value) AS is_agreed
    FROM readings
    WHERE value IS NOT NULL
    GROUP BY cable_id, field
    HAVING min(block) <> max(block)
),
agreeing AS (
    SELECT
        r.field,
        c.year,
        s.text_source,
        avg(r.is_agreed::INTEGER) AS agreeing_share,
        count(*) AS compared_cables
    FROM compared AS r
    JOIN cables AS c USING (cable_id)
    JOIN cable_source AS s USING (cable_id)
    GROUP BY r.field, c.year, s.text_source
)
SELECT
    f.field,
    f.year,
    f.text_source,
    f.cables,
    f.found / f.cables AS found_share,
    a.agreeing_share,
    coalesce(a.compared_cables, 0) AS compared_cables
FROM found AS f
LEFT JOIN agreeing AS a
    ON a.field = f.field AND a.year IS NOT DISTINCT FROM f.year AND a.text_source = f.text_source
ORDER BY f.field, f.year, f.text_source;

CREATE OR REPLACE VIEW mart.field_completeness AS FROM stored.field_completeness;
