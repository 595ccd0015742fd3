-- Which cables are of a post, year, month, classification, TAG, decision? In the order of their DTG,
-- those without one last; 50 behind a given one. Every copy held is listed.
WITH chosen AS (
    SELECT dtg, cable_id
    FROM cables
    WHERE ($post::VARCHAR IS NULL OR post IN (
            SELECT $post
            UNION ALL
            SELECT name FROM post_names
            WHERE post = (SELECT post FROM post_names WHERE name = $post)
        ))
        AND ($year::INTEGER IS NULL OR year(dtg) = $year)
        AND ($month::INTEGER IS NULL OR month(dtg) = $month)
        AND ($classification::VARCHAR IS NULL OR classification = $classification)
        AND ($tag::VARCHAR IS NULL OR list_contains(tags, $tag))
        AND ($decision::VARCHAR IS NULL OR document_id IN (
            SELECT document_id FROM documents WHERE release_decision = $decision
        ))
        AND (
            $after_id::VARCHAR IS NULL
            OR dtg > $after_dtg::TIMESTAMP
            OR (dtg IS NOT DISTINCT FROM $after_dtg AND cable_id > $after_id)
            OR (dtg IS NULL AND $after_dtg IS NOT NULL)
        )
    ORDER BY dtg NULLS LAST, cable_id
    LIMIT 51
)
SELECT
    c.cable_id,
    c.mrn,
    c.dtg,
    c.classification,
    c.subject,
    c.tags,
    c.word_count,
    c.redaction_count,
    c.is_quarantined,
    d.release_decision
FROM cables AS c
JOIN documents AS d USING (document_id)
WHERE c.cable_id IN (SELECT cable_id FROM chosen)
ORDER BY c.dtg NULLS LAST, c.cable_id;
