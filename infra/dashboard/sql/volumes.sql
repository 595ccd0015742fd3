-- How many cables, and words, were sent in each year (or in each month of one year) at each
-- classification, by all posts or one? Cables without a DTG have no period.
SELECT
    CASE WHEN $year::INTEGER IS NULL THEN year(month) ELSE month(month) END AS period,
    classification,
    sum(cables)::BIGINT AS cables,
    sum(words)::BIGINT AS words
FROM mart.cables_by_month
WHERE ($post::VARCHAR IS NULL OR post = $post) AND ($year IS NULL OR year(month) = $year)
GROUP BY ALL
ORDER BY period, classification;
