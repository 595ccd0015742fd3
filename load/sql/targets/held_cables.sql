-- What a citation can name of each cable held, each once: year, post by its name in posts, serial,
-- and the date-time group with two digits of its year. Best copies first, then those without an MRN.
CREATE OR REPLACE TEMP TABLE held_cables AS
SELECT
    one.cable_id,
    one.year,
    coalesce(names.post, one.post) AS post,
    names.post IS NULL AS is_unnamed,
    one.serial,
    regexp_replace(sent.dtg_raw, ' [0-9]{2}([0-9]{2})$', ' \1') AS sent_at
FROM (
    SELECT
        cable_id,
        year,
        post,
        serial
    FROM mart.best_copy
    UNION ALL
    SELECT
        cable_id,
        year,
        post,
        serial
    FROM mart.distinct_cables
    ANTI JOIN mart.best_copy USING (cable_id)
) AS one
JOIN cables AS sent USING (cable_id)
LEFT JOIN post_names AS names ON names.name = one.post
WHERE one.post IS NOT NULL;
