-- What did the post think, as against what it reports?
--
-- Reporting cables set the post's own view apart as a comment. `cables.comment` has the text of the
-- paragraphs marked so, with neither number nor marking; NULL means no such paragraph, not no view.
SELECT mrn, post, left(comment, 90) || '…' AS comment_begins
FROM mart.distinct_cables
WHERE comment IS NOT NULL
ORDER BY dtg;
