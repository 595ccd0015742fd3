-- What was read for each field of a cable, and where?
SELECT field, block, raw, value, is_chosen, confidence, rule, page_no, line_no, x0, top, x1, bottom,
    position
FROM readings
WHERE cable_id = $cable_id
ORDER BY field, is_chosen DESC, position;
