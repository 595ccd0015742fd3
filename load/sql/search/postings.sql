-- Where each term stands in the texts of a segment. `place` is four times the number of the token, so
-- that the words of a token of several have places of their own.
CREATE OR REPLACE TEMP TABLE segment_terms AS
SELECT token, term_id, least(sub, 3) AS sub
FROM segment_words
ANTI JOIN search_stopwords USING (word)
JOIN search_words USING (word)
JOIN search_terms USING (term);
CREATE OR REPLACE TEMP TABLE segment_places AS
SELECT term_id, doc_no, 4 * number + sub AS place
FROM (
    SELECT doc_no, unnest(tokens) AS token, unnest(range(len(tokens))) AS number FROM segment_tokens
)
JOIN segment_terms USING (token);
CREATE OR REPLACE TEMP TABLE segment_docs AS
SELECT doc_no, count(*) AS terms FROM segment_places GROUP BY doc_no;
INSERT INTO search_docs
SELECT doc_no, cable_id, position, coalesce(terms, 0)
FROM segment_tokens
LEFT JOIN segment_docs USING (doc_no)
ORDER BY doc_no;
CREATE OR REPLACE TEMP TABLE segment_counts AS
SELECT term_id, doc_no, min(place) AS place, count(*) AS times FROM segment_places GROUP BY ALL;
INSERT INTO search_postings
SELECT term_id, doc_no, place, times, terms
FROM (
    SELECT term_id, doc_no, place, times FROM segment_counts
    UNION ALL
    SELECT p.term_id, p.doc_no, p.place, 0
    FROM segment_places AS p
    JOIN segment_counts AS c
        ON c.term_id = p.term_id AND c.doc_no = p.doc_no AND c.place < p.place AND c.times > 1
)
JOIN segment_docs USING (doc_no)
ORDER BY term_id, doc_no, place;
