-- What do the prints say that the vocabularies (transform/vocab) do not know? Either the entry is in
-- no table, or the cable's year lies outside those of the TAG. Seldom ones are misreadings; those
-- that come again and again are rows to add.
--
-- vocabulary: tags, offices, posts or exemptions.
-- entry: The entry as read.
-- problem: unknown, or outside its years.
-- mentions: How often it is read.
-- cables: In how many cables.
-- first_year: Year of the first of them.
-- last_year: Year of the last.
CREATE OR REPLACE TABLE stored.unknown_entries AS
WITH found AS (
    SELECT
        'tags' AS vocabulary,
        t.tag AS entry,
        CASE WHEN t.kind = 'unknown' THEN 'unknown' ELSE 'outside its years' END AS problem,
        t.cable_id
    FROM cable_tags AS t
    JOIN cables AS c USING (cable_id)
    LEFT JOIN tag_codes AS k USING (tag)
    WHERE t.kind = 'unknown' OR c.year < year(k.valid_from) OR c.year > year(k.valid_to)
    UNION ALL
    SELECT 'offices', office, 'unknown', cable_id
    FROM distribution ANTI JOIN office_codes USING (office)
    UNION ALL
    SELECT 'posts', c.post, 'unknown', c.cable_id
    FROM cables AS c ANTI JOIN post_names AS n ON n.name = c.post
    WHERE c.post IS NOT NULL
    UNION ALL
    SELECT 'posts', r.post, 'unknown', r.cable_id
    FROM cable_references AS r ANTI JOIN post_names AS n ON n.name = r.post
    WHERE r.post IS NOT NULL
    UNION ALL
    SELECT 'exemptions', e.code, 'unknown', e.cable_id
    FROM (SELECT unnest(exemptions) AS code, cable_id FROM redactions) AS e
    ANTI JOIN exemption_codes AS k ON k.code = e.code
)
SELECT
    f.vocabulary,
    f.entry,
    f.problem,
    count(*) AS mentions,
    count(DISTINCT f.cable_id) AS cables,
    min(c.year) AS first_year,
    max(c.year) AS last_year
FROM found AS f
LEFT JOIN cables AS c USING (cable_id)
GROUP BY f.vocabulary, f.entry, f.problem
ORDER BY mentions DESC, f.vocabulary, f.entry;

CREATE OR REPLACE VIEW mart.unknown_entries AS FROM stored.unknown_entries;
