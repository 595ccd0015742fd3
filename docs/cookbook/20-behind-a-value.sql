-- Where on the paper does a value stand, and what else was read there?
--
-- Every reading of every header field is kept: as printed, as understood, by which rule, on which
-- line, with its box in points from the top left of the page. One is chosen; here the reviewers' card
-- and the telegram disagree about the day and hour.
SELECT
    r.field, r.block, r.raw, r.value, r.is_chosen, r.page_no AS page, r.line_no AS line,
    round(r.x0) AS x0, round(r.top) AS top
FROM readings AS r
JOIN cables AS c USING (cable_id)
WHERE c.mrn = '94 HELSINKI 8917' AND r.field IN ('dtg', 'dtg_raw', 'executive_order')
ORDER BY r.field, r.position;
