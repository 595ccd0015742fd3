-- What share of the cables of a year and post is redacted under each exemption? `cables` are all of
-- that year and post, `redacted_cables` those with the exemption; a redaction with several counts
-- under each, one with none under NULL. Years and posts without redactions have no row.
--
-- year: Year of the MRN.
-- post: Sending post as in the MRN.
-- exemption: Exemption code; NULL for redactions without one.
-- cables: All cables of that year and post.
-- redacted_cables: Those with a redaction under the exemption.
-- redactions: Redactions under the exemption.
-- redacted_share: redacted_cables by cables, 0 to 1.
CREATE OR REPLACE TABLE stored.redaction_share AS
WITH exempted AS (
    SELECT
        c.year,
        c.post,
        c.cable_id,
        unnest(CASE WHEN len(r.exemptions) = 0 THEN [NULL] ELSE r.exemptions END) AS exemption
    FROM redactions AS r
    JOIN mart.distinct_cables AS c USING (cable_id)
),
sent AS (
    SELECT year, post, count(*) AS cables FROM mart.distinct_cables GROUP BY ALL
)
SELECT
    e.year,
    e.post,
    e.exemption,
    s.cables,
    count(DISTINCT e.cable_id) AS redacted_cables,
    count(*) AS redactions,
    count(DISTINCT e.cable_id) / s.cables AS redacted_share
FROM exempted AS e
JOIN sent AS s ON s.year IS NOT DISTINCT FROM e.year AND s.post IS NOT DISTINCT FROM e.post
GROUP BY e.year, e.post, e.exemption, s.cables
ORDER BY e.year, e.post, e.exemption;

CREATE OR REPLACE VIEW mart.redaction_share AS FROM stored.redaction_share;
