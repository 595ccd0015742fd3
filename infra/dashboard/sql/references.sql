-- What does a cable cite, and is it held?
SELECT r.position, r.label, r.kind, r.mrn, r.raw, r.suffix, r.target_cable_id, t.mrn AS target_mrn,
    t.subject AS target_subject
FROM cable_references AS r
LEFT JOIN cables AS t ON t.cable_id = r.target_cable_id
WHERE r.cable_id = $cable_id
ORDER BY r.position;
