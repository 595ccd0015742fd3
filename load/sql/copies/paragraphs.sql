-- The paragraphs of all copies of the cables that are held more than once and withheld in part at
-- least once. A copy without a paragraph, denied as a whole, has one row.
WITH copies AS (
    SELECT
        k.identity_id,
        k.cable_id,
        c.sections_present,
        c.redaction_count > 0 OR coalesce(d.release_decision IN ('part', 'denied'), false)
            AS withholds
    FROM cable_copies AS k
    JOIN cables AS c USING (cable_id)
    JOIN documents AS d USING (document_id)
    QUALIFY
        count(*) OVER (PARTITION BY k.identity_id) > 1
        AND bool_or(withholds) OVER (PARTITION BY k.identity_id)
)
SELECT
    c.identity_id,
    c.cable_id,
    c.withholds,
    c.sections_present,
    p.section_no,
    p.position,
    p.number,
    p.text
FROM copies AS c
LEFT JOIN paragraphs AS p USING (cable_id)
ORDER BY c.identity_id, c.cable_id, p.position
