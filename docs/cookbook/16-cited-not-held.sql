-- Which cables are cited again and again but not held: what should be requested next?
--
-- The best list for a FOIA request: numbers that held cables cite. References without a year take the
-- one their cable implies, so a number in January may be of the year before.
SELECT mrn, citations, first_cited::DATE AS first_cited, last_cited::DATE AS last_cited
FROM mart.cited_not_held
ORDER BY citations DESC, mrn;
