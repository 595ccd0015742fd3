-- What does an empty value mean: not on the paper, or not understood?
--
-- NULL is absence, never a placeholder. `declassify_on` is NULL where the paper gives no day, which
-- `declassify_raw` shows: N/A, or GDS, a schedule instead of a day. Where something stood there and
-- could not be read, `defects` says so. Nothing is `= NULL`; write IS NULL, and IS NOT DISTINCT FROM
-- to compare values that may be absent.
SELECT
    mrn,
    executive_order,
    declassify_raw,
    declassify_on,
    declassify_on IS NULL AS has_no_day,
    declassify_on = NULL AS wrong_way
FROM mart.distinct_cables
ORDER BY dtg;
