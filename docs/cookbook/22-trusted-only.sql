-- How do results change when only surely read cables count?
--
-- `confidence` is of the OCR words, weighted by length, 0 to 1, and NULL where nothing was OCRed: the
-- PDF brought its own text. So write `coalesce(confidence, 1)`; `confidence > 0.9` alone throws the
-- best texts away. `is_quarantined` marks cables a check has found impossible.
SELECT
    count(*) AS all_copies,
    count(*) FILTER (confidence > 0.95) AS wrong_way,
    count(*) FILTER (coalesce(confidence, 1) > 0.95) AS surely_read,
    count(*) FILTER (confidence IS NULL) AS own_text,
    count(*) FILTER (is_quarantined) AS quarantined
FROM cables;
