-- Which cable cites which? One row per citing and cited MRN, with the best copy of each where it is
-- held. `times` counts the REF items that say so in the citing cable's best copy.
--
-- source_mrn: MRN of the citing cable; NULL if it has none.
-- target_mrn: MRN of the cited cable.
-- source_cable_id: Best copy of the citing cable.
-- target_cable_id: Best copy of the cited cable; NULL if not held.
-- is_held: Whether the cited cable is held.
-- times: REF items of the citing cable that cite it.
CREATE OR REPLACE VIEW mart.reference_graph AS
SELECT
    c.mrn AS source_mrn,
    r.mrn AS target_mrn,
    c.cable_id AS source_cable_id,
    r.target_cable_id,
    r.target_cable_id IS NOT NULL AS is_held,
    count(*) AS times
FROM cable_references AS r
JOIN mart.distinct_cables AS c USING (cable_id)
WHERE r.mrn IS NOT NULL
GROUP BY ALL
ORDER BY source_mrn, source_cable_id, target_mrn;
