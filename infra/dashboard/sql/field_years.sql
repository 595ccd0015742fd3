-- In which years are there cables whose fields are counted?
SELECT DISTINCT year FROM cables WHERE year IS NOT NULL ORDER BY year;
