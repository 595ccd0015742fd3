-- What was taken out of the text, and can it be seen?
--
-- Every printed line is in `lines` exactly once, in one layer. The body of a cable is layer `body`;
-- stamps and banners are `release`, page headers `relay`. A banner in mid-paragraph is why they are
-- taken out, and here they can be read.
SELECT d.file_name, l.page_no AS page, l.line_no AS line, l.layer, l.text
FROM lines AS l
JOIN documents AS d USING (document_id)
WHERE d.file_name = 'redactions.pdf' AND l.layer IN ('release', 'relay', 'unclaimed')
ORDER BY l.page_no, l.line_no
LIMIT 10;
