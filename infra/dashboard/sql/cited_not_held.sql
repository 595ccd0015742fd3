-- Which cables are cited most and not held? The 50 first: what to ask for next.
SELECT mrn, citations, first_cited, last_cited
FROM mart.cited_not_held
ORDER BY citations DESC, mrn
LIMIT 50;
