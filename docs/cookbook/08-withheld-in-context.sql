-- What stands around each withheld stretch?
--
-- `redactions` has one row per box, with its place on the page; the paragraph it lies in shows it as
-- `[REDACTED code]`. A redaction with no `paragraph_position` lies in the header or covers a page.
SELECT
    c.mrn,
    p.number AS par,
    r.page_no AS page,
    r.extent,
    regexp_extract(p.text, '.{0,35}\[REDACTED[^\]]*\].{0,35}') AS around_it
FROM redactions AS r
JOIN cables AS c USING (cable_id)
LEFT JOIN paragraphs AS p ON p.cable_id = r.cable_id AND p.position = r.paragraph_position
ORDER BY c.mrn, r.position;
