-- Which rows of cables are copies of one cable, and why? One row per pair. `how` is the best reason:
-- 'same mrn', the number, by any name of the post; 'same sender and time', with a near-identical
-- text, where a number is missing or misread; 'near text', where nothing printed speaks against
-- it; 'by another copy', where each is a copy of a third. `mart.near_duplicates` has the near texts
-- of cables that are not the same.
--
-- identity_id: What all copies of the cable share; see cable_copies.
-- cable_id: One copy.
-- other_cable_id: Another, later in alphabetical order.
-- how: The best reason to take them for one cable.
-- similarity: Share of their shingles that both have, 0 to 1; NULL if not near-duplicates by text.
-- mrn: MRN the one prints.
-- other_mrn: MRN the other prints.
-- document_id: Document of the one.
-- other_document_id: Document of the other.
CREATE OR REPLACE TABLE stored.same_cables AS
WITH copies AS (
    SELECT
        k.identity_id,
        k.cable_id,
        c.document_id,
        c.mrn,
        (c.year, coalesce(n.post, c.post), c.serial) AS mrn_key
    FROM cable_copies AS k
    JOIN cables AS c USING (cable_id)
    LEFT JOIN post_names AS n ON n.name = c.post
    WHERE k.identity_id IN (
        SELECT identity_id FROM cable_copies WHERE cable_id <> identity_id
    )
)
SELECT
    one.identity_id,
    one.cable_id,
    other.cable_id AS other_cable_id,
    CASE
        WHEN one.mrn IS NOT NULL AND other.mrn IS NOT NULL AND one.mrn_key = other.mrn_key
            THEN 'same mrn'
        WHEN t.agreement = 'text, sender and time' THEN 'same sender and time'
        WHEN t.agreement IS NOT NULL THEN 'near text'
        ELSE 'by another copy'
    END AS how,
    t.similarity,
    one.mrn,
    other.mrn AS other_mrn,
    one.document_id,
    other.document_id AS other_document_id
FROM copies AS one
JOIN copies AS other
    ON other.identity_id = one.identity_id AND one.cable_id < other.cable_id
LEFT JOIN near_texts AS t
    ON t.kind = 'cable' AND t.id = one.cable_id AND t.other_id = other.cable_id
ORDER BY one.identity_id, one.cable_id, other.cable_id;

CREATE OR REPLACE VIEW mart.same_cables AS FROM stored.same_cables;
