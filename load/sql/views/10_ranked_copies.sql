-- Which copies of each cable are held, the fullest first? One row per row of cables. Of the copies
-- of one cable (mart.same_cables says why they are copies) the first is one that is not
-- quarantined, with the most sections, not denied, with the fewest words withheld and the fewest
-- redactions, not released in part, not short of text that another has (a tenth of the words), read
-- surely (to a twentieth), with the most header fields; then the surest, the longest, and the lowest
-- cable_id among equals.
--
-- columns as in cable_copies, documents, cables
-- copy_rank: 1 for the fullest copy.
-- copies: Copies of the cable that are held.
-- sections_held: Sections found in this copy.
-- withheld_words: Words its redactions cover, estimated from their area.
-- fields_read: How many of eight header fields it has: MRN, DTG, originator, classification, subject,
--   TAGS, executive order, signature.
CREATE OR REPLACE TABLE stored.ranked_copies AS
WITH withheld AS (
    SELECT
        cable_id,
        -- A word of six letters at ten to the inch and six lines to the inch covers 43 x 12 points.
        round(sum((x1 - x0) * (bottom - top)) / (43 * 12))::BIGINT AS words
    FROM redactions
    WHERE cable_id IS NOT NULL
    GROUP BY cable_id
),
copies AS (
    SELECT
        k.identity_id,
        k.mrn,
        k.year,
        k.post,
        k.serial,
        c.cable_id,
        c.document_id,
        count(*) OVER of_one AS copies,
        d.release_decision,
        len(c.sections_present) AS sections_held,
        c.section_count,
        c.redaction_count,
        c.word_count,
        c.confidence,
        c.is_quarantined,
        coalesce(w.words, 0) AS withheld_words,
        (c.mrn IS NOT NULL)::INTEGER + (c.dtg IS NOT NULL)::INTEGER
        + (c.originator IS NOT NULL)::INTEGER + (c.classification IS NOT NULL)::INTEGER
        + (c.subject IS NOT NULL)::INTEGER + (len(c.tags) > 0)::INTEGER
        + (c.executive_order IS NOT NULL)::INTEGER + (c.signature IS NOT NULL)::INTEGER
            AS fields_read,
        round(10 * c.word_count / nullif(max(c.word_count) OVER of_one, 0)) AS tenths_of_text
    FROM cables AS c
    JOIN cable_copies AS k USING (cable_id)
    JOIN documents AS d USING (document_id)
    LEFT JOIN withheld AS w USING (cable_id)
    WINDOW of_one AS (PARTITION BY k.identity_id)
)
SELECT
    * EXCLUDE (tenths_of_text),
    row_number() OVER (
        PARTITION BY identity_id
        ORDER BY
            is_quarantined,
            sections_held DESC,
            release_decision IS NOT DISTINCT FROM 'denied',
            withheld_words,
            redaction_count,
            release_decision IS NOT DISTINCT FROM 'part',
            tenths_of_text DESC,
            round(20 * confidence) DESC NULLS FIRST,
            fields_read DESC,
            confidence DESC NULLS FIRST,
            word_count DESC,
            cable_id
    ) AS copy_rank
FROM copies
ORDER BY cable_id;

CREATE OR REPLACE VIEW mart.ranked_copies AS FROM stored.ranked_copies;
