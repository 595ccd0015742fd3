-- What does one copy of a cable withhold and another show? One row per pair of copies and stretch:
-- words inside a paragraph, or a whole paragraph the one copy lacks. Of the two documents either
-- may be the older, or both of unknown date: mart.release_diff has those that can be put in order.
--
-- columns as in disclosures
-- mrn: The cable's number; NULL if no copy has one.
-- identity_id: What all copies of the cable share; see cable_copies.
-- paragraph_number: Number printed on the paragraph shown, else on the one withheld.
-- exemptions: Exemption codes of the withheld stretch; of a missing paragraph all codes of the copy
--   that stand in no paragraph, such as those of pages denied.
-- withheld_text: The whole paragraph of the copy that withholds; NULL if it has none.
-- withheld_document_id: Document of that copy.
-- withheld_decision: What its reviewers decided: full, part or denied.
-- withheld_reviewed_on: When it was reviewed.
-- withheld_case_id: Its case.
-- withheld_redaction_count: Withheld stretches in its paragraph.
-- shown_text: The whole paragraph of the copy that shows.
-- shown_document_id: Document of that copy.
-- shown_decision: What its reviewers decided.
-- shown_reviewed_on: When it was reviewed.
-- shown_case_id: Its case.
-- shown_redaction_count: Withheld stretches in its paragraph.
CREATE OR REPLACE TABLE stored.shown_elsewhere AS
WITH unplaced AS (
    SELECT cable_id, list_sort(list_distinct(flatten(list(exemptions)))) AS exemptions
    FROM redactions
    WHERE cable_id IS NOT NULL AND paragraph_position IS NULL
    GROUP BY cable_id
)
SELECT
    k.mrn,
    k.identity_id,
    coalesce(sp.number, wp.number) AS paragraph_number,
    x.withheld_cable_id,
    x.shown_cable_id,
    x.position,
    x.scope,
    x.withheld_position,
    x.shown_position,
    x.withheld,
    CASE
        WHEN x.scope = 'paragraph' THEN coalesce(u.exemptions, x.exemptions) ELSE x.exemptions
    END AS exemptions,
    x.shown,
    x.is_placed,
    wp.text AS withheld_text,
    wd.document_id AS withheld_document_id,
    wd.release_decision AS withheld_decision,
    wd.reviewed_on AS withheld_reviewed_on,
    wd.case_id AS withheld_case_id,
    wp.redaction_count AS withheld_redaction_count,
    sp.text AS shown_text,
    sd.document_id AS shown_document_id,
    sd.release_decision AS shown_decision,
    sd.reviewed_on AS shown_reviewed_on,
    sd.case_id AS shown_case_id,
    sp.redaction_count AS shown_redaction_count
FROM disclosures AS x
JOIN cable_copies AS k ON k.cable_id = x.withheld_cable_id
JOIN cables AS wc ON wc.cable_id = x.withheld_cable_id
JOIN documents AS wd ON wd.document_id = wc.document_id
JOIN cables AS sc ON sc.cable_id = x.shown_cable_id
JOIN documents AS sd ON sd.document_id = sc.document_id
JOIN paragraphs AS sp ON sp.cable_id = x.shown_cable_id AND sp.position = x.shown_position
LEFT JOIN paragraphs AS wp
    ON wp.cable_id = x.withheld_cable_id AND wp.position = x.withheld_position
LEFT JOIN unplaced AS u ON u.cable_id = x.withheld_cable_id
ORDER BY k.mrn, x.withheld_cable_id, x.shown_cable_id, x.position;

CREATE OR REPLACE VIEW mart.shown_elsewhere AS FROM stored.shown_elsewhere;
