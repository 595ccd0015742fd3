-- Which pages should be looked at, for their text cannot be all?
--
-- `doubts` says why a page's text should not be taken on trust, `unread_share` how much of it is
-- photograph, handwriting or seal. OCR of a page that brought no text has a `mean_confidence`; that of
-- a page with a text of its own is NULL.
SELECT
    d.file_name,
    p.page_no AS page,
    p.text_source,
    p.mean_confidence,
    p.doubts,
    p.unread_share
FROM pages AS p
JOIN documents AS d USING (document_id)
WHERE len(p.doubts) > 0 OR p.unread_share > 0
ORDER BY d.file_name, p.page_no;
