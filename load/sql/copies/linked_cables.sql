-- What the linked cables say of themselves.
SELECT
    c.cable_id,
    c.mrn,
    c.year,
    c.post,
    c.serial,
    CASE WHEN c.mrn IS NOT NULL THEN concat_ws(' ', c.year, coalesce(n.post, c.post), c.serial) END
        AS mrn_key,
    strftime(c.dtg, '%d%H%M') AS sent_at
FROM cables AS c
LEFT JOIN post_names AS n ON n.name = c.post
WHERE c.cable_id IN (SELECT unnest($linked))
