-- Which cables are of a post, year, month, classification, TAG, decision? In the order of their DTG,
-- those without one last; 50 behind a given one. Every copy held is listed.
SELECT
    c.cable_id,
    c.mrn,
    c.dtg,
    c.originator,
    c.classification,
    c.subject,
    c.tags,
    c.word_count,
    c.redaction_count,
    c.is_quarantined,
    d.release_decision,
    d.file_name
FROM cables AS c
JOIN documents AS d USING (document_id)
WHERE ($post::VARCHAR IS NULL OR c.post IN (
        SELECT $post
        UNION ALL
        SELECT name FROM post_names
        WHERE post = (SELECT post FROM post_names WHERE name = $post)
    ))
    AND ($year::INTEGER IS NULL OR year(c.dtg) = $year)
    AND ($month::INTEGER IS NULL OR month(c.dtg) = $month)
    AND ($classification::VARCHAR IS NULL OR c.classification = $classification)
    AND ($tag::VARCHAR IS NULL OR list_contains(c.tags, $tag))
    AND ($decision::VARCHAR IS NULL OR d.release_decision = $decision)
    AND (
        $after_id::VARCHAR IS NULL
        OR c.dtg > $after_dtg::TIMESTAMP
        OR (c.dtg IS NOT DISTINCT FROM $after_dtg AND c.cable_id > $after_id)
        OR (c.dtg IS NULL AND $after_dtg IS NOT NULL)
    )
ORDER BY c.dtg NULLS LAST, c.cable_id
LIMIT 51;
