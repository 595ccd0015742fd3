-- Which cables do some cables cite, in their REF list or in a paragraph? At most 40 for all of them.
WITH found AS (
    SELECT cable_id, target_cable_id, coalesce(mrn, raw) AS printed
    FROM cable_references
    WHERE cable_id IN (SELECT unnest($ids::VARCHAR[]))
    UNION
    SELECT cable_id, target_cable_id, mrn
    FROM reference_mentions
    WHERE cable_id IN (SELECT unnest($ids::VARCHAR[]))
        AND mrn IS NOT NULL
        AND reference_position IS NULL
),
cited AS MATERIALIZED (
    SELECT *
    FROM found
    ORDER BY target_cable_id IS NULL, printed, cable_id
    LIMIT 40
)
SELECT
    r.cable_id AS source_id,
    r.target_cable_id AS target_id,
    coalesce(t.mrn, r.printed) AS label,
    t.subject
FROM cited AS r
LEFT JOIN (
    SELECT cable_id, mrn, subject
    FROM cables
    WHERE cable_id IN (SELECT target_cable_id FROM cited)
) AS t ON t.cable_id = r.target_cable_id
ORDER BY target_id IS NULL, label, source_id;
