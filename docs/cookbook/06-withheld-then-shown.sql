-- What does a later release show that an earlier one withheld?
--
-- Only copies with different review dates can be put in order; `mart.shown_elsewhere` has the others
-- too. `is_placed` is false where the words on both sides of the gap are not found in the other copy:
-- what is shown may be too long then, so read both paragraphs.
SELECT
    mrn,
    paragraph_number AS par,
    array_to_string(exemptions, ', ') AS was_withheld_under,
    shown,
    earlier_reviewed_on AS earlier,
    later_reviewed_on AS later,
    is_placed
FROM mart.release_diff
ORDER BY mrn, par;
