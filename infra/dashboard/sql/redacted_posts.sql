-- Which posts have most cables with something withheld, and what share of theirs is that? The 20
-- first.
SELECT
    post,
    count(*) AS cables,
    count(*) FILTER (redaction_count > 0) AS redacted,
    redacted / cables AS share
FROM mart.distinct_cables
WHERE post IS NOT NULL
GROUP BY post
HAVING redacted > 0
ORDER BY redacted DESC, share DESC, post
LIMIT 20;
