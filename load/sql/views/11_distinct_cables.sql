-- Which cables are held, each once? The best copy of every cable that has an MRN, and of the others
-- the copy read most surely. Counts of cables in this schema are counts of these rows.
--
-- columns as in cables
CREATE OR REPLACE VIEW mart.distinct_cables AS
SELECT c.*
FROM cables AS c
JOIN cable_copies AS k USING (cable_id)
LEFT JOIN mart.best_copy AS b USING (cable_id)
WHERE k.mrn IS NULL OR b.cable_id IS NOT NULL
QUALIFY 1 = row_number() OVER (
    PARTITION BY k.identity_id
    ORDER BY c.is_quarantined, c.confidence DESC NULLS FIRST, c.word_count DESC, c.cable_id
);
