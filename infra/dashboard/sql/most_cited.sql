-- Which held cables are cited by most others? The 25 first.
SELECT c.cable_id, c.mrn, c.dtg, c.subject, cited.citations
FROM (
    SELECT target_cable_id AS cable_id, count(DISTINCT cable_id) AS citations
    FROM cable_references
    WHERE target_cable_id IS NOT NULL
    GROUP BY target_cable_id
    ORDER BY citations DESC, target_cable_id
    LIMIT 25
) AS cited
JOIN cables AS c USING (cable_id)
ORDER BY cited.citations DESC, c.mrn;
