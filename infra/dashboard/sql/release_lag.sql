-- How many days passed from sending to review, by the cable's year and the decision?
SELECT year, release_decision AS decision, cables, days_min, days_median, days_max
FROM mart.release_lag
ORDER BY year, decision;
