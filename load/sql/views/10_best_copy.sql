-- Which copy of each cable is the fullest? One row per MRN: of all copies held, the one with the
-- most sections, released furthest, with the fewest redactions, the most words and the surest
-- reading, in that order; the lowest cable_id among equals. A quarantined copy comes last.
CREATE OR REPLACE VIEW mart.best_copy AS
SELECT
    c.mrn,
    c.year,
    c.post,
    c.serial,
    c.cable_id,
    c.document_id,
    count(*) OVER copies AS copies,
    d.release_decision,
    len(c.sections_present) AS sections_held,
    c.section_count,
    c.redaction_count,
    c.word_count,
    c.confidence,
    c.is_quarantined
FROM cables AS c
JOIN documents AS d USING (document_id)
WHERE c.mrn IS NOT NULL
WINDOW
    copies AS (PARTITION BY c.mrn),
    ranked AS (
        PARTITION BY c.mrn
        ORDER BY
            c.is_quarantined,
            len(c.sections_present) DESC,
            CASE d.release_decision
                WHEN 'full' THEN 0 WHEN 'part' THEN 2 WHEN 'denied' THEN 3 ELSE 1
            END,
            c.redaction_count,
            c.word_count DESC,
            c.confidence DESC NULLS FIRST,
            c.cable_id
    )
QUALIFY row_number() OVER ranked = 1;
