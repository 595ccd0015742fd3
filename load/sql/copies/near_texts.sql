-- Pairs of cables, and pairs of documents without cables, whose texts are near-duplicates.
-- Candidates share several of their lowest hashes (a shingle that very many texts have is a phrase
-- of the trade and makes no candidate), or have one sender and one DTG. Of a candidate the
-- similarity is counted: of the lowest hashes of both texts together, the share both have. How
-- much of it is asked depends on what else agrees.
WITH texts AS (
    SELECT
        row_number() OVER (ORDER BY kind, id) AS text_no,
        *
    FROM (
        SELECT
            'cable' AS kind,
            cable_id AS id,
            text_sketch AS sketch,
            mrn,
            dtg,
            originator,
            strftime(dtg, '%d%H%M') AS sent_at
        FROM cables
        UNION ALL
        SELECT 'document', document_id, text_sketch, NULL, NULL, NULL, NULL
        FROM documents
    )
    WHERE len(sketch) > 0
),
lowest AS (
    SELECT text_no, kind, unnest(sketch[:$candidate_hashes]) AS hash
    FROM texts
),
telling AS (
    SELECT kind, hash
    FROM lowest
    GROUP BY kind, hash
    HAVING count(*) BETWEEN 2 AND $most_sharers
),
placed AS (
    SELECT text_no, kind, hash FROM lowest SEMI JOIN telling USING (kind, hash)
),
candidates AS (
    SELECT one.text_no, other.text_no AS other_no
    FROM placed AS one
    JOIN placed AS other
        ON one.kind = other.kind AND one.hash = other.hash AND one.text_no < other.text_no
    GROUP BY ALL
    HAVING count(*) >= $least_shared
    UNION
    SELECT one.text_no, other.text_no
    FROM texts AS one
    JOIN texts AS other
        ON one.dtg = other.dtg AND one.originator = other.originator
        AND one.text_no < other.text_no
),
compared AS (
    SELECT
        one.kind,
        one.id,
        other.id AS other_id,
        CASE
            WHEN one.kind = 'document' THEN 'text'
            WHEN one.originator = other.originator AND one.sent_at = other.sent_at
                THEN 'text, sender and time'
            WHEN
                one.originator = other.originator
                AND coalesce(one.mrn = other.mrn, true)
                AND coalesce(one.sent_at = other.sent_at, true)
                THEN 'text and sender'
            ELSE 'text'
        END AS agreement,
        list_sort(list_distinct(one.sketch || other.sketch))[:$sketch_size] AS lowest_of_both,
        list_intersect(one.sketch, other.sketch) AS shared
    FROM candidates AS c
    JOIN texts AS one ON one.text_no = c.text_no
    JOIN texts AS other ON other.text_no = c.other_no
)
SELECT
    kind,
    id,
    other_id,
    round(
        len(list_filter(shared, lambda hash: hash <= lowest_of_both[-1])) / len(lowest_of_both), 6
    ) AS similarity,
    agreement
FROM compared
WHERE
    similarity >= CASE
        WHEN kind = 'document' THEN $alike_document
        WHEN agreement = 'text, sender and time' THEN $alike_with_time
        WHEN agreement = 'text and sender' THEN $alike_with_sender
        ELSE $alike
    END
