-- Full-text search: `FROM mart.search('police corruption')` gives the paragraphs and subjects
-- (position 0) that hold any of the words, best first by BM25 (k 1.2, b 0.75), the best fifty: `hits`
-- says how many there are, and `FROM mart.search('police', best := NULL)` gives all. Words in double
-- quotes must stand together: `mart.search('"police corruption" visa')`; stop words in them stand for
-- any word. Words are compared by their stem; a form that stands nowhere in the warehouse is taken
-- for the longest stem that it begins with and inflects. Needs no extension. For a fixed string ask
-- `FROM paragraphs WHERE text ILIKE '%...%'` instead.
CREATE OR REPLACE MACRO mart.search(query, best := 50) AS TABLE
-- The odd parts between quotes are phrases.
WITH parts AS (
    SELECT
        unnest(string_split(simple, '"')) AS part,
        unnest(range(len(string_split(simple, '"')))) AS part_no
    FROM (
        SELECT
            replace(replace(lower(strip_accents(query::VARCHAR)), '-', ' '), '/', ' ') AS simple
    )
),
tokens AS (
    SELECT
        part_no,
        unnest(list_filter(string_split_regex(part, ' +'), lambda token: token <> '')) AS token,
        unnest(range(len(
            list_filter(string_split_regex(part, ' +'), lambda token: token <> '')
        ))) AS number
    FROM parts
),
given AS (
    SELECT
        part_no,
        word,
        4 * number + least(sub, 3) AS place
    FROM (
        SELECT
            part_no,
            number,
            unnest(list_filter(
                string_split_regex(token, '[^a-z0-9]+'), lambda word: word <> ''
            )) AS word,
            unnest(range(len(list_filter(
                string_split_regex(token, '[^a-z0-9]+'), lambda word: word <> ''
            )))) AS sub
        FROM tokens
    )
),
known AS MATERIALIZED (
    SELECT g.word, w.term
    FROM (SELECT DISTINCT word FROM given) AS g
    LEFT JOIN search_words AS w USING (word)
),
stemmed AS MATERIALIZED (
    SELECT word, term FROM known WHERE term IS NOT NULL
    UNION ALL
    SELECT k.word, arg_max(t.term, length(t.term))
    FROM known AS k
    JOIN search_terms AS t ON starts_with(k.word, t.term)
    WHERE k.term IS NULL
        AND regexp_full_match(
            substr(k.word, length(t.term) + 1), '(e?[sd]|e|y|ly|e?rs?|ings?|ions?|ments?)?'
        )
    GROUP BY k.word
),
asked AS MATERIALIZED (
    SELECT term_id, row_number() OVER (ORDER BY term_id) AS number
    FROM (SELECT DISTINCT t.term_id FROM stemmed JOIN search_terms AS t USING (term))
),
-- Term by term: of one value DuckDB reads the rows, of a list of them every row group between the
-- least and the greatest, ten times as many. Beyond eight terms it reads those.
found AS MATERIALIZED (
    FROM search_postings WHERE term_id = (SELECT term_id FROM asked WHERE number = 1)
    UNION ALL FROM search_postings WHERE term_id = (SELECT term_id FROM asked WHERE number = 2)
    UNION ALL FROM search_postings WHERE term_id = (SELECT term_id FROM asked WHERE number = 3)
    UNION ALL FROM search_postings WHERE term_id = (SELECT term_id FROM asked WHERE number = 4)
    UNION ALL FROM search_postings WHERE term_id = (SELECT term_id FROM asked WHERE number = 5)
    UNION ALL FROM search_postings WHERE term_id = (SELECT term_id FROM asked WHERE number = 6)
    UNION ALL FROM search_postings WHERE term_id = (SELECT term_id FROM asked WHERE number = 7)
    UNION ALL FROM search_postings WHERE term_id = (SELECT term_id FROM asked WHERE number = 8)
    UNION ALL
    FROM search_postings WHERE term_id IN (SELECT term_id FROM asked WHERE number > 8)
),
-- A word of a phrase that has a stem, but no term, is a stop word; one that has none is nowhere.
phrases AS MATERIALIZED (
    SELECT
        g.part_no,
        t.term_id,
        g.place,
        count(*) OVER (PARTITION BY g.part_no) AS words
    FROM given AS g
    LEFT JOIN stemmed AS s USING (word)
    LEFT JOIN search_terms AS t USING (term)
    WHERE g.part_no % 2 = 1 AND (s.term IS NULL OR t.term_id IS NOT NULL)
),
standing AS (
    SELECT
        x.part_no,
        f.doc_no,
        x.words,
        f.place - x.place AS start
    FROM found AS f
    JOIN phrases AS x USING (term_id)
    GROUP BY ALL
    HAVING count(*) = x.words
),
holding AS (
    SELECT doc_no
    FROM standing
    GROUP BY doc_no
    HAVING count(DISTINCT part_no) = (SELECT count(DISTINCT part_no) FROM phrases)
),
weights AS (
    SELECT
        term_id,
        ln((s.texts - count(*) + 0.5) / (count(*) + 0.5) + 1) AS weight,
        s.texts,
        s.terms
    FROM found
    CROSS JOIN (SELECT count(*) AS texts, avg(terms) AS terms FROM search_docs) AS s
    WHERE times > 0
    GROUP BY term_id, s.texts, s.terms
),
scored AS MATERIALIZED (
    SELECT
        f.doc_no,
        round(sum(
            w.weight * (f.times * 2.2e0) / (f.times + 1.2e0 * (0.25e0 + 0.75e0 * f.terms / w.terms))
        ), 9) AS score
    FROM found AS f
    JOIN weights AS w USING (term_id)
    WHERE f.times > 0
        AND (
            NOT EXISTS (FROM phrases)
            OR f.doc_no IN (SELECT doc_no FROM holding)
        )
    GROUP BY f.doc_no
),
-- All with the score of the last of the best, for equals go by their place, which is asked below.
near_best AS MATERIALIZED (
    SELECT doc_no, score
    FROM scored
    WHERE score >= (SELECT min(score) FROM (SELECT score FROM scored ORDER BY score DESC LIMIT best))
),
chosen AS MATERIALIZED (
    SELECT n.score, d.cable_id, d.position
    FROM near_best AS n
    JOIN search_docs AS d USING (doc_no)
    ORDER BY n.score DESC, d.cable_id, d.position
    LIMIT best
),
-- Where their rows lie: rows of up to fifty numbers are read and no others, where a join by cable
-- reads the texts of every hundred thousand paragraphs that hold one of them. Cables come first, while
-- DuckDB knows that there are few.
located AS MATERIALIZED (
    SELECT c.score, c.cable_id, c.position, cables.rowid AS cable_row
    FROM chosen AS c
    JOIN cables ON cables.cable_id = c.cable_id
),
headed AS MATERIALIZED (
    SELECT l.score, l.cable_id, l.position, cables.mrn, cables.subject
    FROM located AS l
    JOIN cables ON cables.rowid = l.cable_row
),
placed AS MATERIALIZED (
    SELECT h.*, coalesce(p.rowid, -1) AS paragraph_row
    FROM headed AS h
    LEFT JOIN paragraphs AS p ON p.cable_id = h.cable_id AND p.position = h.position
)
SELECT
    c.score,
    c.cable_id,
    c.mrn,
    c.position,
    p.number,
    p.page_first,
    c.subject,
    coalesce(p.text, c.subject) AS text,
    (SELECT count(*) FROM scored) AS hits
FROM placed AS c
LEFT JOIN paragraphs AS p ON p.rowid = c.paragraph_row
ORDER BY c.score DESC, c.cable_id, c.position;
