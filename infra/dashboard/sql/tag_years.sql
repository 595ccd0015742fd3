-- How many cables bear each of some TAGS in each year?
SELECT tag, year(month) AS year, sum(cables)::BIGINT AS cables
FROM mart.tag_months
WHERE list_contains($tags::VARCHAR[], tag) AND month IS NOT NULL
GROUP BY ALL
ORDER BY tag, year;
