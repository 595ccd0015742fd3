-- Which offices in Washington had to act, and which got copies?
--
-- The grid above a telegram lists offices with their paper copies: the action office first, which had
-- to answer. `office_codes` decodes symbols where it knows them. Grids are small type: their sum is
-- checked, and `defects` has `distribution.sum_mismatch` where it does not add up.
SELECT
    d.office,
    o.meaning,
    count(DISTINCT d.cable_id) FILTER (d.role = 'action') AS to_act,
    count(DISTINCT d.cable_id) AS cables
FROM mart.distinct_cables AS c
JOIN distribution AS d USING (cable_id)
LEFT JOIN office_codes AS o USING (office)
GROUP BY ALL
ORDER BY to_act DESC, cables DESC, d.office
LIMIT 8;
