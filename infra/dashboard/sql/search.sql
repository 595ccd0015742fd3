-- Which subjects and paragraphs hold the words, best first? 20 behind the first ones, and how many
-- there are in all.
SELECT s.score, s.cable_id, s.mrn, s.position, s.number, s.page_first, s.subject, s.text, s.hits, c.dtg
FROM (
    SELECT *
    FROM mart.search($words, best := $skipped + 20)
    ORDER BY score DESC, cable_id, position
    LIMIT 20
    OFFSET $skipped
) AS s
JOIN cables AS c USING (cable_id)
ORDER BY s.score DESC, s.cable_id, s.position;
