-- The words of each different token of a segment, with their places in it: of `u.s.`, u and s.
CREATE OR REPLACE TEMP TABLE segment_words AS
SELECT token, word, sub
FROM (
    SELECT
        token,
        unnest(words) AS word,
        unnest(range(len(words))) AS sub
    FROM (
        SELECT
            token,
            list_filter(string_split_regex(token, '[^a-z0-9]+'), lambda word: word <> '') AS words
        FROM (SELECT DISTINCT unnest(tokens) AS token FROM segment_tokens)
    )
);
INSERT INTO search_words
SELECT word, stem(word, 'porter')
FROM (SELECT DISTINCT word FROM segment_words)
ANTI JOIN search_words USING (word)
ORDER BY word;
INSERT INTO search_terms
SELECT term, (SELECT coalesce(max(term_id), 0) FROM search_terms) + row_number() OVER (ORDER BY term)
FROM (
    SELECT DISTINCT term
    FROM segment_words
    JOIN search_words USING (word)
    ANTI JOIN search_stopwords USING (word)
)
ANTI JOIN search_terms USING (term)
ORDER BY term;
