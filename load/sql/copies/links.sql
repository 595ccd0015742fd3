-- Which cables are copies of one cable, strongest evidence first: one number (across former names
-- of a post and the archive's cuts), one sender and time of a near-identical text, such a text
-- alone. Of the copies of one number each is linked to the first.
WITH numbered AS (
    SELECT
        c.cable_id,
        min(c.cable_id) OVER (
            PARTITION BY c.year, c.serial, coalesce(n.post, c.post)
        ) AS first_id
    FROM cables AS c
    LEFT JOIN post_names AS n ON n.name = c.post
    WHERE c.mrn IS NOT NULL
),
links AS (
    SELECT 0 AS strength, first_id AS id, cable_id AS other_id, 1.0 AS similarity
    FROM numbered
    WHERE first_id <> cable_id
    UNION ALL
    SELECT CASE agreement WHEN 'text, sender and time' THEN 1 ELSE 2 END, id, other_id, similarity
    FROM near_texts
    WHERE kind = 'cable'
)
SELECT l.strength = 2 AS is_by_text, l.id, l.other_id
FROM links AS l
ORDER BY l.strength, l.similarity DESC, l.id, l.other_id
