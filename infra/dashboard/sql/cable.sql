-- What does the header of a cable say? Not its text: `paragraphs` has that, and to fetch one of
-- `body` DuckDB unpacks those of two thousand others.
SELECT * EXCLUDE (text_sketch, body, summary, comment, action_request)
FROM cables
WHERE cable_id = $cable_id;
