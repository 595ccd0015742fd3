-- How many cables, and words, were sent in each year (or in each month of one year) at each
-- classification, by all posts or one under all its names? Cables without a DTG have no period.
SELECT
    CASE WHEN $year::INTEGER IS NULL THEN year(month) ELSE month(month) END AS period,
    classification,
    sum(cables)::BIGINT AS cables,
    sum(words)::BIGINT AS words
FROM mart.cables_by_month
WHERE ($year IS NULL OR year(month) = $year)
    AND ($post::VARCHAR IS NULL OR post IN (
        SELECT $post
        UNION ALL
        SELECT name FROM post_names
        WHERE post = (SELECT post FROM post_names WHERE name = $post)
    ))
GROUP BY ALL
ORDER BY period, classification;
