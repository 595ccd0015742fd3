-- Which cables cite some cables, in their REF list or in a paragraph? Of several copies that do the
-- first; at most 40 for all of them.
WITH found AS MATERIALIZED (
    SELECT cable_id, target_cable_id
    FROM cable_references
    WHERE target_cable_id IN (SELECT unnest($ids::VARCHAR[]))
    UNION
    SELECT cable_id, target_cable_id
    FROM reference_mentions
    WHERE target_cable_id IN (SELECT unnest($ids::VARCHAR[]))
),
citing AS MATERIALIZED (
    SELECT min(f.cable_id) AS cable_id, f.target_cable_id
    FROM found AS f
    JOIN (
        SELECT cable_id, identity_id
        FROM cable_copies
        WHERE cable_id IN (SELECT cable_id FROM found)
    ) AS k USING (cable_id)
    GROUP BY k.identity_id, f.target_cable_id
    ORDER BY 1, 2
    LIMIT 40
)
SELECT
    r.cable_id AS source_id,
    r.target_cable_id AS target_id,
    coalesce(c.mrn, c.cable_id) AS label,
    c.subject
FROM citing AS r
JOIN (
    SELECT cable_id, mrn, subject, dtg FROM cables WHERE cable_id IN (SELECT cable_id FROM citing)
) AS c ON c.cable_id = r.cable_id
ORDER BY c.dtg, label, target_id;
