-- Which cables do some cables cite? At most 40 for all of them.
SELECT DISTINCT
    r.cable_id AS source_id,
    r.target_cable_id AS target_id,
    coalesce(t.mrn, r.mrn, r.raw) AS label,
    t.subject,
    r.suffix
FROM cable_references AS r
LEFT JOIN cables AS t ON t.cable_id = r.target_cable_id
WHERE list_contains($ids::VARCHAR[], r.cable_id)
ORDER BY target_id IS NULL, label
LIMIT 40;
