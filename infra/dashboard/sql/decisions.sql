-- What did the reviewers decide, by the year of the review? Documents, not cables.
SELECT
    year(reviewed_on) AS year,
    release_decision AS decision,
    count(*) AS documents
FROM documents
WHERE status <> 'failed'
GROUP BY ALL
ORDER BY year, decision;
