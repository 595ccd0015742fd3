-- Under which year is each cable exported? The year of its number, else of its sending; NULL when it
-- has neither.
SELECT cable_id, coalesce(year, year(dtg)) AS cable_year
FROM cables
