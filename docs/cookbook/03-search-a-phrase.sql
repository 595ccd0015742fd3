-- Where does a phrase occur, best matches first?
--
-- `mart.search` finds paragraphs and subjects (position 0) that hold any of the words, in any form
-- (dredge, dredging), and ranks them; words in double quotes must stand together. It gives the best
-- fifty, and how many there are in `hits`; `best := NULL` gives all. Two copies of a cable are two rows.
SELECT
    mrn,
    number AS paragraph,
    round(score, 2) AS score,
    regexp_extract(text, '(?i).{0,40}harbor dredging.{0,40}') AS snippet,
    hits
FROM mart.search('"harbor dredging"')
ORDER BY score DESC, mrn, paragraph;
