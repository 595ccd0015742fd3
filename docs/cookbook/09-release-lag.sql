-- How long did cables wait for their release?
--
-- From the sending time to the day of the review that the stamp prints; the Archives' prints of the
-- 1970s have that of their systematic review. `release_decision` is NULL where no stamp could be read:
-- unknown, not denied.
SELECT year, release_decision, cables, round(days_median / 365.25, 1) AS years_waited
FROM mart.release_lag
ORDER BY year, release_decision NULLS LAST;
