-- Full-text search: `FROM mart.search('police corruption')` gives the paragraphs and subjects
-- (position 0) that hold any of the words, best first by BM25 (k 1.2, b 0.75). Words are compared
-- by their stem; a form that stands nowhere in the warehouse is taken for the longest stem that it
-- begins with and inflects. Needs no extension. For a fixed string ask
-- `FROM paragraphs WHERE text ILIKE '%...%'` instead.
CREATE OR REPLACE MACRO mart.search(query) AS TABLE
WITH given AS (
    SELECT DISTINCT
        unnest(string_split_regex(lower(strip_accents(query::VARCHAR)), '[^a-z0-9]+')) AS word
),
stemmed AS (
    SELECT w.term FROM given JOIN search_words AS w USING (word)
    UNION
    SELECT arg_max(d.term, length(d.term))
    FROM given AS g
    ANTI JOIN search_words USING (word)
    ANTI JOIN fts_main_search_texts.stopwords AS s ON s.sw = g.word
    JOIN fts_main_search_texts.dict AS d ON starts_with(g.word, d.term)
    WHERE regexp_full_match(
        substr(g.word, length(d.term) + 1), '(e?[sd]|e|y|ly|e?rs?|ings?|ions?|ments?)?'
    )
    GROUP BY g.word
),
asked AS (
    SELECT d.termid, d.df
    FROM stemmed
    JOIN fts_main_search_texts.dict AS d USING (term)
),
counted AS (
    SELECT t.docid, a.termid, any_value(a.df) AS df, count(*) AS tf
    FROM fts_main_search_texts.terms AS t
    JOIN asked AS a ON t.termid = a.termid
    GROUP BY t.docid, a.termid
),
scored AS (
    SELECT
        d.name AS search_id,
        sum(
            ln((s.num_docs - c.df + 0.5) / (c.df + 0.5) + 1)
            * (c.tf * 2.2) / (c.tf + 1.2 * (0.25 + 0.75 * d.len / s.avgdl))
        ) AS score
    FROM counted AS c
    JOIN fts_main_search_texts.docs AS d ON d.docid = c.docid
    CROSS JOIN fts_main_search_texts.stats AS s
    GROUP BY d.name
)
SELECT
    scored.score,
    texts.cable_id,
    cables.mrn,
    texts.position,
    paragraphs.number,
    paragraphs.page_first,
    cables.subject,
    texts.text
FROM scored
JOIN mart.search_texts AS texts USING (search_id)
JOIN cables USING (cable_id)
LEFT JOIN paragraphs USING (cable_id, position)
ORDER BY scored.score DESC, texts.cable_id, texts.position;
