-- How much is held?
SELECT
    (SELECT count(DISTINCT identity_id) FROM cable_copies) AS cables,
    (SELECT count(*) FROM cables) AS copies,
    (SELECT count(*) FROM documents) AS documents,
    (SELECT count(*) FROM documents WHERE status = 'no_cable') AS no_cable,
    (SELECT count(*) FROM documents WHERE status IN ('failed', 'quarantined')) AS left_out,
    (SELECT count(*) FROM pages) AS pages,
    (SELECT count(*) FROM pages WHERE text_source = 'ocr') AS ocr_pages,
    (SELECT count(*) FROM paragraphs) AS paragraphs,
    (SELECT count(*) FROM redactions) AS redactions;
