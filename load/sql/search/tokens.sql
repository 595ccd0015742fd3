-- The texts of a segment, numbered, cut at blanks, hyphens and slashes. Cutting at each mark that is
-- no letter or digit takes ten times as long: that is done for each different token, once.
CREATE OR REPLACE TEMP TABLE segment_tokens AS
WITH texts AS (
    SELECT
        (SELECT coalesce(max(doc_no), 0) FROM search_docs)
        + row_number() OVER (ORDER BY cable_id, position) AS doc_no,
        cable_id,
        position,
        text
    FROM ({texts})
)
SELECT
    doc_no,
    cable_id,
    position,
    string_split(replace(replace(lower(strip_accents(text)), '-', ' '), '/', ' '), ' ') AS tokens
FROM texts;
