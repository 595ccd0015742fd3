-- How many days passed from a cable's DTG to its review, by the cable's year and the decision? Every
-- copy counts: each was reviewed on its own. Cables without DTG or review date are left out.
--
-- year: Year of the MRN.
-- release_decision: full, part or denied; NULL if not read.
-- cables: Copies with a DTG and a review date.
-- days_min: Fewest days from DTG to review.
-- days_median: Median of the days.
-- days_mean: Mean of the days.
-- days_max: Most days.
CREATE OR REPLACE TABLE stored.release_lag AS
SELECT
    c.year,
    d.release_decision,
    count(*) AS cables,
    min(days) AS days_min,
    median(days) AS days_median,
    avg(days) AS days_mean,
    max(days) AS days_max
FROM cables AS c
JOIN documents AS d USING (document_id)
CROSS JOIN LATERAL (SELECT date_diff('day', c.dtg::DATE, d.reviewed_on) AS days)
WHERE days IS NOT NULL
GROUP BY ALL
ORDER BY c.year, d.release_decision;

CREATE OR REPLACE VIEW mart.release_lag AS FROM stored.release_lag;
