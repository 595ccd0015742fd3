-- Rows that cite cables, with the best copy each leads to: the cable of that year, post (by any of
-- its names) and serial; all copies of such a number are one cable. Failing that, the copy whose post
-- is an archive cut no list resolves; where one of the two has no year, the only cable held of that
-- post and serial; and for a message cited by its time alone, the only one the post sent then.
WITH cut AS (
    SELECT
        year,
        post,
        serial,
        min(cable_id) AS cable_id
    FROM held_cables
    WHERE is_unnamed AND year IS NOT NULL AND serial IS NOT NULL
    GROUP BY ALL
),

lone AS (
    SELECT
        post,
        serial,
        min(cable_id) AS cable_id,
        min(year) AS year
    FROM held_cables
    WHERE serial IS NOT NULL
    GROUP BY ALL
    HAVING count(*) = 1
),

timed AS (
    SELECT
        post,
        sent_at,
        min(cable_id) AS cable_id
    FROM held_cables
    WHERE sent_at IS NOT NULL
    GROUP BY ALL
    HAVING count(*) = 1
)

-- Conditions on one side stand in the keys or above the joins: DuckDB joins by hash then, and not
-- each row with each.
SELECT
    given.* REPLACE (
        coalesce(
            exact.cable_id,
            cut.cable_id,
            CASE WHEN lone.year IS NULL OR given.year IS NULL THEN lone.cable_id END,
            timed.cable_id
        ) AS target_cable_id
    )
FROM ({rows}) AS given
LEFT JOIN post_names AS names ON names.name = given.post
LEFT JOIN held_cables AS exact
    ON exact.year = given.year
    AND exact.serial = given.serial
    AND exact.post = coalesce(names.post, given.post)
LEFT JOIN cut
    ON cut.year = given.year
    AND cut.serial = given.serial
    -- The archive's six-character cut of a name: transform.vocab.cut_name.
    AND cut.post = regexp_replace(left(given.post, 6), '[^A-Z0-9]', '', 'g')
LEFT JOIN lone
    ON lone.serial = CASE WHEN given.mrn IS NOT NULL THEN given.serial END
    AND lone.post = coalesce(names.post, given.post)
LEFT JOIN timed
    ON timed.sent_at = CASE
        WHEN given.serial IS NULL
            THEN regexp_replace({sent_at}, ' [0-9]{{2}}([0-9]{{2}})$', ' \1')
    END
    AND timed.post = coalesce(names.post, given.post)
