-- What is held, and from when to when?
--
-- `mart.distinct_cables` has every cable once, by its fullest copy; `cables` has a row for every copy
-- printed in a release. Count cables in the first and prints in the second.
SELECT
    (SELECT count(*) FROM documents) AS files,
    (SELECT count(*) FROM cables) AS printed_copies,
    count(*) AS cables,
    min(dtg) AS first_sent,
    max(dtg) AS last_sent
FROM mart.distinct_cables;
