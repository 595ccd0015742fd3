-- What does each cable say, its sections joined over all documents? One row per cable that has an
-- MRN. Each section is taken from the copy of it that withholds least, is not short of text, and
-- stands first in mart.ranked_copies.
--
-- columns as in cable_copies
-- section_count: Sections the cable was sent in, as its copies print it; the most if they differ.
-- sections_present: Sections that some document has, in order.
-- sections_missing: Sections that no document has.
-- is_whole: Whether none is missing.
-- cable_ids: The copy each present section is taken from, in the same order.
-- body: The sections present, in order, as in cables.body.
CREATE OR REPLACE TABLE stored.whole_cables AS
WITH copies AS (
    SELECT
        r.identity_id,
        r.cable_id,
        r.copies,
        r.copy_rank,
        r.is_quarantined,
        c.sections_present
    FROM mart.ranked_copies AS r
    JOIN cables AS c USING (cable_id)
    WHERE r.mrn IS NOT NULL
),
held AS (
    SELECT * EXCLUDE (sections_present), unnest(sections_present) AS section_no
    FROM copies
    WHERE copies > 1
),
section_text AS (
    SELECT
        cable_id,
        section_no,
        sum(redaction_count) AS redactions,
        sum(length(text)) AS characters
    FROM paragraphs
    SEMI JOIN held USING (cable_id)
    GROUP BY cable_id, section_no
),
measured AS (
    SELECT
        h.*,
        coalesce(t.redactions, 0) AS redactions,
        round(10 * t.characters / max(t.characters) OVER (
            PARTITION BY h.identity_id, h.section_no
        )) AS tenths_of_text
    FROM held AS h
    LEFT JOIN section_text AS t USING (cable_id, section_no)
),
chosen AS (
    SELECT identity_id, section_no, cable_id
    FROM measured
    QUALIFY 1 = row_number() OVER (
        PARTITION BY identity_id, section_no
        ORDER BY is_quarantined, redactions, tenths_of_text DESC NULLS LAST, copy_rank
    )
),
sourced AS (
    SELECT
        identity_id,
        list(section_no ORDER BY section_no) AS sections,
        list(cable_id ORDER BY section_no) AS sources,
        count(DISTINCT cable_id) AS copies_used
    FROM chosen
    GROUP BY identity_id
    UNION ALL
    SELECT
        identity_id,
        list_sort(sections_present),
        list_transform(sections_present, lambda section_no: cable_id),
        1
    FROM copies
    WHERE copies = 1
),
pieces AS (
    SELECT
        s.identity_id,
        s.section_no,
        p.position,
        concat(
            CASE
                WHEN p.heading IS DISTINCT FROM lag(p.heading) OVER in_order
                    THEN p.heading || chr(10) || chr(10)
            END,
            p.number || '. ',
            '(' || p.portion_marking || ') ',
            p.text
        ) AS text
    FROM chosen AS s
    JOIN sourced AS j ON j.identity_id = s.identity_id AND j.copies_used > 1
    JOIN paragraphs AS p ON p.cable_id = s.cable_id AND p.section_no = s.section_no
    WINDOW in_order AS (PARTITION BY s.identity_id ORDER BY s.section_no, p.position)
),
bodies AS (
    SELECT
        identity_id,
        string_agg(text, chr(10) || chr(10) ORDER BY section_no, position) AS body
    FROM pieces
    GROUP BY identity_id
),
sent AS (
    SELECT
        identity_id,
        mrn,
        year,
        post,
        serial,
        max(section_count) AS section_count
    FROM mart.ranked_copies
    WHERE mrn IS NOT NULL
    GROUP BY ALL
)
SELECT
    s.mrn,
    s.year,
    s.post,
    s.serial,
    s.identity_id,
    s.section_count,
    coalesce(j.sections, []::INTEGER[]) AS sections_present,
    list_filter(
        range(1, s.section_count + 1)::INTEGER[], lambda n: NOT list_contains(sections_present, n)
    ) AS sections_missing,
    len(sections_missing) = 0 AS is_whole,
    coalesce(j.sources, []::VARCHAR[]) AS cable_ids,
    b.body AS joined_body
FROM sent AS s
LEFT JOIN sourced AS j USING (identity_id)
LEFT JOIN bodies AS b ON b.identity_id = s.identity_id
ORDER BY s.mrn, s.identity_id;

-- The text of a cable taken from one copy is in cables already.
CREATE OR REPLACE VIEW mart.whole_cables AS
SELECT
    w.* EXCLUDE (joined_body),
    coalesce(w.joined_body, c.body) AS body
FROM stored.whole_cables AS w
LEFT JOIN (SELECT cable_id, body FROM cables) AS c
    ON c.cable_id = CASE WHEN list_unique(w.cable_ids) = 1 THEN w.cable_ids[1] END;
