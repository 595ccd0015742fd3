-- What does a later release of a cable show that an earlier one withheld? One row per pair of
-- copies and withheld stretch: the words shown where the earlier one has `[REDACTED ...]`, or a
-- paragraph that the earlier one lacks. Copies without a review date, or of the same date, cannot
-- be put in order: mart.shown_elsewhere has them too.
--
-- columns as in disclosures
-- mrn: The cable's number; NULL if no copy has one.
-- paragraph_number: Number printed on the paragraph.
-- paragraph_position: Its position in the later copy.
-- exemptions: Exemption codes the earlier reviewers gave.
-- earlier_cable_id: The copy that withheld.
-- earlier_document_id: Its document.
-- earlier_decision: What its reviewers decided: full, part or denied.
-- earlier_reviewed_on: When it was reviewed.
-- earlier_case_id: Its case.
-- earlier_text: Its whole paragraph; NULL if it has none.
-- earlier_redaction_count: Withheld stretches in that paragraph.
-- later_cable_id: The copy that shows.
-- later_document_id: Its document.
-- later_decision: What its reviewers decided.
-- later_reviewed_on: When it was reviewed.
-- later_case_id: Its case.
-- later_text: Its whole paragraph.
-- later_redaction_count: Withheld stretches in that paragraph.
CREATE OR REPLACE VIEW mart.release_diff AS
SELECT
    mrn,
    paragraph_number,
    shown_position AS paragraph_position,
    scope,
    shown,
    withheld,
    exemptions,
    is_placed,
    withheld_cable_id AS earlier_cable_id,
    withheld_document_id AS earlier_document_id,
    withheld_decision AS earlier_decision,
    withheld_reviewed_on AS earlier_reviewed_on,
    withheld_case_id AS earlier_case_id,
    withheld_text AS earlier_text,
    withheld_redaction_count AS earlier_redaction_count,
    shown_cable_id AS later_cable_id,
    shown_document_id AS later_document_id,
    shown_decision AS later_decision,
    shown_reviewed_on AS later_reviewed_on,
    shown_case_id AS later_case_id,
    shown_text AS later_text,
    shown_redaction_count AS later_redaction_count
FROM mart.shown_elsewhere
WHERE withheld_reviewed_on < shown_reviewed_on
ORDER BY mrn, earlier_reviewed_on, later_reviewed_on, position;
