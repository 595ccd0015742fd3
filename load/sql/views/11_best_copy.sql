-- Which copy of each cable is the fullest? One row per cable that has an MRN: of all copies held the
-- first by the rule of mart.ranked_copies. Where copies print several numbers, `mrn` is the one most
-- of them print.
--
-- columns as in cable_copies, documents, cables
-- copies: Copies of the cable that are held.
-- sections_held: Sections found in this copy; mart.whole_cables joins those of all copies.
-- withheld_words: Words its redactions cover, estimated from their area.
-- fields_read: How many of eight header fields it has; see mart.ranked_copies.
CREATE OR REPLACE VIEW mart.best_copy AS
SELECT
    mrn,
    year,
    post,
    serial,
    cable_id,
    document_id,
    copies,
    release_decision,
    sections_held,
    section_count,
    redaction_count,
    word_count,
    confidence,
    is_quarantined,
    identity_id,
    withheld_words,
    fields_read
FROM mart.ranked_copies
WHERE copy_rank = 1 AND mrn IS NOT NULL;
