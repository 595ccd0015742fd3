-- Which held cables are cited by most others, in a REF list or a paragraph? The 25 first; copies of
-- one citing cable count once.
WITH citations AS (
    SELECT cable_id, target_cable_id FROM cable_references WHERE target_cable_id IS NOT NULL
    UNION
    SELECT cable_id, target_cable_id FROM reference_mentions WHERE target_cable_id IS NOT NULL
),
counted AS (
    SELECT r.target_cable_id AS cable_id, count(DISTINCT k.identity_id) AS citations
    FROM citations AS r
    JOIN cable_copies AS k ON k.cable_id = r.cable_id
    GROUP BY r.target_cable_id
    ORDER BY citations DESC, r.target_cable_id
    LIMIT 25
)
SELECT c.cable_id, c.mrn, c.subject, t.citations
FROM counted AS t
JOIN cables AS c USING (cable_id)
ORDER BY t.citations DESC, c.mrn;
