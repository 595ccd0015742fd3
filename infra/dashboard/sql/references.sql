-- What does a cable cite, and is it held?
WITH cited AS MATERIALIZED (
    SELECT position, label, kind, mrn, raw, suffix, target_cable_id
    FROM cable_references
    WHERE cable_id = $cable_id
)
SELECT r.*, t.mrn AS target_mrn, t.subject AS target_subject
FROM cited AS r
LEFT JOIN (
    SELECT cable_id, mrn, subject
    FROM cables
    WHERE cable_id IN (SELECT target_cable_id FROM cited)
) AS t ON t.cable_id = r.target_cable_id
ORDER BY r.position;
