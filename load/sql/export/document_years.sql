-- Under which year is each document exported? That of the first of its cables that has one, so that
-- pages and lines lie with the cables printed on them; NULL when there is none.
SELECT
    d.document_id,
    min_by(coalesce(c.year, year(c.dtg)), c.cable_no) FILTER (
        c.year IS NOT NULL OR c.dtg IS NOT NULL
    ) AS cable_year
FROM documents AS d
LEFT JOIN cables AS c USING (document_id)
GROUP BY d.document_id
