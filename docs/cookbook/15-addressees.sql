-- Who else was told: which posts are addressed for information?
--
-- `addressees` has a row per address, in printed order. A collective (its members are not printed) has
-- `is_collective`; one that was left out of it has role `exempt`. `post` is NULL for agencies.
SELECT a.post, a.role, count(*) AS cables
FROM mart.distinct_cables AS c
JOIN addressees AS a USING (cable_id)
WHERE a.post IS NOT NULL
GROUP BY ALL
ORDER BY cables DESC, a.post, a.role
LIMIT 6;
