-- Which cables are held, each once? The fullest copy of every cable, with a number or without. Counts
-- of cables in this schema are counts of these rows.
--
-- columns as in cables
CREATE OR REPLACE VIEW mart.distinct_cables AS
SELECT *
FROM cables
-- Few are left out, and a table of few is joined fast.
ANTI JOIN (SELECT cable_id FROM mart.ranked_copies WHERE copy_rank > 1) USING (cable_id);
