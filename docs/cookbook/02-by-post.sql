-- Which posts sent most, and in which years?
--
-- `cables.post` is the name as the number prints it. A post changes names (KIEV, KYIV): `post_names`
-- gives the post behind each, `posts` its country. The join is a LEFT JOIN, for a post nobody has
-- listed yet still sent its cables; `mart.unknown_entries` lists those.
SELECT
    coalesce(p.post, c.post) AS post,
    p.country,
    count(*) AS cables,
    min(c.year) AS first_year,
    max(c.year) AS last_year
FROM mart.distinct_cables AS c
LEFT JOIN post_names AS n ON n.name = c.post
LEFT JOIN posts AS p ON p.post = n.post
GROUP BY ALL
ORDER BY cables DESC, post;
