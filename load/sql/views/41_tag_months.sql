-- How many cables bear each TAGS code in each month? A code printed twice in a cable counts once.
--
-- columns as in cable_tags
-- month: First day of the month; NULL without a DTG.
-- cables: Cables that bear the tag.
CREATE OR REPLACE TABLE stored.tag_months AS
SELECT
    t.tag,
    t.kind,
    date_trunc('month', c.dtg)::DATE AS month,
    count(DISTINCT c.cable_id) AS cables
FROM cable_tags AS t
JOIN mart.distinct_cables AS c USING (cable_id)
GROUP BY ALL
ORDER BY month, t.tag, t.kind;

CREATE OR REPLACE VIEW mart.tag_months AS FROM stored.tag_months;
