-- Which cables are held, each once? The fullest copy of every cable, with a number or without. Counts
-- of cables in this schema are counts of these rows.
--
-- columns as in cables
CREATE OR REPLACE VIEW mart.distinct_cables AS
SELECT c.*
FROM cables AS c
JOIN mart.ranked_copies AS r USING (cable_id)
WHERE r.copy_rank = 1;
