-- Which cables cite some cables, or a copy of them? At most 40 for all of them.
SELECT DISTINCT
    r.cable_id AS source_id,
    r.target_cable_id AS target_id,
    coalesce(c.mrn, c.cable_id) AS label,
    c.subject,
    c.dtg
FROM cable_references AS r
JOIN cables AS c ON c.cable_id = r.cable_id
WHERE list_contains($ids::VARCHAR[], r.target_cable_id)
ORDER BY c.dtg, label
LIMIT 40;
