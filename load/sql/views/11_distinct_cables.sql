-- Which cables are held, each once? The best copy of every MRN, and every cable without one. Counts
-- of cables in this schema are counts of these rows.
CREATE OR REPLACE VIEW mart.distinct_cables AS
SELECT c.*
FROM cables AS c
LEFT JOIN mart.best_copy AS b USING (cable_id)
WHERE c.mrn IS NULL OR b.cable_id IS NOT NULL;
