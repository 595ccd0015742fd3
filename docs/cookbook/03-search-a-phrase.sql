-- Where does a phrase occur, best matches first?
--
-- `mart.search` finds paragraphs and subjects (position 0) that hold any of the words, in any form
-- (dredge, dredging), and ranks them. It is no phrase search: the condition below keeps the rows that
-- hold the phrase itself. Two copies of a cable are two rows.
SELECT
    mrn,
    number AS paragraph,
    round(score, 2) AS score,
    regexp_extract(text, '(?i).{0,40}harbor dredging.{0,40}') AS snippet
FROM mart.search('harbor dredging')
WHERE text ILIKE '%harbor dredging%'
ORDER BY score DESC, mrn, paragraph;
