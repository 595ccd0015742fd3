-- Which posts' cables are withheld in part most often? Of those with ten cables or more, or all
-- when none has that many; the 20 first.
WITH by_post AS (
    SELECT
        post,
        count(*) AS cables,
        count(*) FILTER (redaction_count > 0) AS redacted,
        redacted / cables AS share
    FROM mart.distinct_cables
    WHERE post IS NOT NULL
    GROUP BY post
)
SELECT post, cables, redacted, share
FROM by_post
WHERE redacted > 0 AND (cables >= 10 OR (SELECT max(cables) FROM by_post) < 10)
ORDER BY share DESC, cables DESC, post
LIMIT 20;
