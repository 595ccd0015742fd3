-- Which cable cites which? One row per citing and cited cable, with the best copy of each where it is
-- held; a held cable goes by its own MRN, whatever name of its post is cited. `times` counts the REF
-- items that say so in the citing cable's best copy, `mentions` the places in its paragraphs that
-- name the item or, where no item does, the cable itself.
--
-- source_mrn: MRN of the citing cable; NULL if it has none.
-- target_mrn: MRN of the cited cable: its own where it is held.
-- source_cable_id: Best copy of the citing cable.
-- target_cable_id: Best copy of the cited cable; NULL if not held.
-- is_held: Whether the cited cable is held.
-- times: REF items of the citing cable that cite it; 0 if only its paragraphs do.
-- mentions: Places in the citing cable's paragraphs that mention it.
-- target_year: Year of the cited cable.
-- target_post: Post of the cited cable by its name in posts, where it is there.
-- target_serial: Serial number of the cited cable.
CREATE OR REPLACE TABLE stored.reference_graph AS
WITH listed AS (
    SELECT
        r.cable_id,
        r.position,
        coalesce(r.mrn, t.mrn) AS mrn,
        coalesce(r.year, t.year) AS year,
        coalesce(n.post, r.post) AS post,
        coalesce(r.serial, t.serial) AS serial,
        r.target_cable_id
    FROM cable_references AS r
    LEFT JOIN post_names AS n ON n.name = r.post
    LEFT JOIN cables AS t ON t.cable_id = r.target_cable_id
    WHERE r.mrn IS NOT NULL OR r.target_cable_id IS NOT NULL
),

citations AS (
    SELECT
        cable_id,
        mrn,
        year,
        post,
        serial,
        target_cable_id,
        1 AS items,
        0 AS mentions
    FROM listed
    UNION ALL
    SELECT
        l.cable_id,
        l.mrn,
        l.year,
        l.post,
        l.serial,
        l.target_cable_id,
        0 AS items,
        1 AS mentions
    FROM reference_mentions AS m
    JOIN listed AS l ON l.cable_id = m.cable_id AND l.position = m.reference_position
    UNION ALL
    SELECT
        m.cable_id,
        m.mrn,
        m.year,
        coalesce(n.post, m.post) AS post,
        m.serial,
        m.target_cable_id,
        0 AS items,
        1 AS mentions
    FROM reference_mentions AS m
    LEFT JOIN post_names AS n ON n.name = m.post
    WHERE m.mrn IS NOT NULL AND m.reference_position IS NULL
)

SELECT
    c.mrn AS source_mrn,
    coalesce(any_value(target.mrn), min(i.mrn)) AS target_mrn,
    c.cable_id AS source_cable_id,
    i.target_cable_id,
    i.target_cable_id IS NOT NULL AS is_held,
    sum(i.items)::BIGINT AS times,
    sum(i.mentions)::BIGINT AS mentions,
    i.year AS target_year,
    i.post AS target_post,
    i.serial AS target_serial
FROM citations AS i
JOIN mart.distinct_cables AS c USING (cable_id)
LEFT JOIN cables AS target ON target.cable_id = i.target_cable_id
GROUP BY c.mrn, c.cable_id, i.target_cable_id, i.year, i.post, i.serial
ORDER BY source_mrn, source_cable_id, target_mrn;

CREATE OR REPLACE VIEW mart.reference_graph AS FROM stored.reference_graph;
