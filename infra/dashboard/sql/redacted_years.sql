-- What share of the cables of each year has something withheld?
SELECT
    year,
    count(*) AS cables,
    count(*) FILTER (redaction_count > 0) AS redacted,
    redacted / cables AS share
FROM mart.distinct_cables
WHERE year IS NOT NULL
GROUP BY year
ORDER BY year;
