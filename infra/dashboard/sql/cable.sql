-- What does the header of a cable say, and what is its document?
SELECT c.* EXCLUDE (text_sketch)
FROM cables AS c
WHERE c.cable_id = $cable_id;
