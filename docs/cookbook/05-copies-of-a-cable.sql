-- In which releases is a cable held, and which copy is the fullest?
--
-- `copy_rank` 1 is what `mart.best_copy` shows. Copies are found by number, sending time and text, so
-- a copy with a misread number counts too: `mart.same_cables` says why two are taken for one.
SELECT
    r.mrn,
    r.copy_rank AS rank,
    d.file_name,
    d.release_decision AS decision,
    d.reviewed_on,
    r.redaction_count AS redactions,
    r.word_count AS words,
    r.confidence
FROM mart.ranked_copies AS r
JOIN documents AS d USING (document_id)
WHERE r.copies > 1
ORDER BY r.mrn, r.copy_rank;
