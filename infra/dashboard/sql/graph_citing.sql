-- Which cables cite some cables, or a copy of them? At most 40 for all of them.
WITH citing AS MATERIALIZED (
    SELECT DISTINCT cable_id, target_cable_id
    FROM cable_references
    WHERE target_cable_id IN (SELECT unnest($ids::VARCHAR[]))
    ORDER BY cable_id, target_cable_id
    LIMIT 40
)
SELECT
    r.cable_id AS source_id,
    r.target_cable_id AS target_id,
    coalesce(c.mrn, c.cable_id) AS label,
    c.subject,
    c.dtg
FROM citing AS r
JOIN (
    SELECT cable_id, mrn, subject, dtg FROM cables WHERE cable_id IN (SELECT cable_id FROM citing)
) AS c ON c.cable_id = r.cable_id
ORDER BY c.dtg, label, target_id;
