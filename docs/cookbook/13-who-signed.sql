-- Who signed, and for which post?
--
-- A signature is the name as printed at the end: the chief of mission, or whoever was in charge that
-- day, not the author. `drafted_by` names the author where it is printed, which is on few layouts.
SELECT signature, post, count(*) AS cables, min(dtg)::DATE AS first, max(dtg)::DATE AS last
FROM mart.distinct_cables
WHERE signature IS NOT NULL
GROUP BY ALL
ORDER BY cables DESC, signature, post;
