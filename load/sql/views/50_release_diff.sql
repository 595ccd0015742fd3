-- What does a later release of a cable show that an earlier one withheld? One row per MRN, pair of
-- copies and paragraph with fewer redactions in the later one, or absent from the earlier one (then
-- `earlier_text` is NULL). Paragraphs are matched by their printed number, those without one by
-- position. Copies without a review date cannot be put in order and are left out.
--
-- mrn: The cable.
-- paragraph_number: Printed number.
-- paragraph_position: Position in the later copy.
-- earlier_cable_id: The copy that withheld.
-- earlier_reviewed_on: When it was reviewed.
-- earlier_case_id: Its case.
-- earlier_text: Its paragraph; NULL if it has none.
-- earlier_redaction_count: Withheld stretches in it.
-- later_cable_id: The copy that shows.
-- later_reviewed_on: When it was reviewed.
-- later_case_id: Its case.
-- later_text: Its paragraph.
-- later_redaction_count: Withheld stretches in it.
CREATE OR REPLACE VIEW mart.release_diff AS
WITH copies AS (
    SELECT c.mrn, c.cable_id, d.reviewed_on, d.release_decision, d.case_id
    FROM cables AS c
    JOIN documents AS d USING (document_id)
    WHERE c.mrn IS NOT NULL AND d.reviewed_on IS NOT NULL
),
numbered AS (
    SELECT
        *,
        CASE WHEN number IS NULL THEN 'at ' || position ELSE number::VARCHAR END AS paragraph,
        row_number() OVER (PARTITION BY cable_id, number ORDER BY position) AS occurrence
    FROM paragraphs
)
SELECT
    later.mrn,
    shown.number AS paragraph_number,
    shown.position AS paragraph_position,
    earlier.cable_id AS earlier_cable_id,
    earlier.reviewed_on AS earlier_reviewed_on,
    earlier.case_id AS earlier_case_id,
    withheld.text AS earlier_text,
    withheld.redaction_count AS earlier_redaction_count,
    later.cable_id AS later_cable_id,
    later.reviewed_on AS later_reviewed_on,
    later.case_id AS later_case_id,
    shown.text AS later_text,
    shown.redaction_count AS later_redaction_count
FROM copies AS later
JOIN copies AS earlier
    ON earlier.mrn = later.mrn AND earlier.reviewed_on < later.reviewed_on
JOIN numbered AS shown ON shown.cable_id = later.cable_id
LEFT JOIN numbered AS withheld
    ON
        withheld.cable_id = earlier.cable_id
        AND withheld.paragraph = shown.paragraph
        AND (shown.number IS NULL OR withheld.occurrence = shown.occurrence)
WHERE withheld.cable_id IS NULL OR shown.redaction_count < withheld.redaction_count
ORDER BY later.mrn, earlier.reviewed_on, later.reviewed_on, shown.position;
