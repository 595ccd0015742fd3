-- Which subjects and paragraphs hold the words, best first? 20 behind the first ones, and one more
-- to tell whether there are more.
SELECT s.score, s.cable_id, s.mrn, s.position, s.number, s.page_first, s.subject, s.text, c.dtg
FROM (
    SELECT * FROM mart.search($words) ORDER BY score DESC, cable_id, position LIMIT 21 OFFSET $skipped
) AS s
JOIN cables AS c USING (cable_id)
ORDER BY s.score DESC, s.cable_id, s.position;
