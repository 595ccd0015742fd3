-- Which posts sent how many cables, in all years or one, and where do they lie? Former names of a
-- post count for it; a post that is in no list has no place.
SELECT
    coalesce(p.post, v.post) AS post,
    any_value(p.country) AS country,
    any_value(p.latitude) AS latitude,
    any_value(p.longitude) AS longitude,
    sum(v.cables)::BIGINT AS cables,
    min(year(v.month)) AS first_year,
    max(year(v.month)) AS last_year
FROM mart.cables_by_month AS v
LEFT JOIN post_names AS n ON n.name = v.post
LEFT JOIN posts AS p ON p.post = n.post
WHERE $year::INTEGER IS NULL OR year(v.month) = $year
GROUP BY coalesce(p.post, v.post)
ORDER BY cables DESC, post;
