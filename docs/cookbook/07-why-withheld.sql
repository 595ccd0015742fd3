-- Under which exemptions are stretches withheld, and what do the codes mean?
--
-- What a code means hangs on the order in force on the day of the review, so never join on the code
-- alone: `exemption_codes` has a row for each order. `mart.redaction_reasons` decodes by that day, and
-- `is_in_force` is false where a code was cited outside its time, which is worth a look.
SELECT
    exemption,
    authority,
    meaning,
    count(*) AS stretches,
    count(DISTINCT document_id) AS releases,
    bool_and(is_in_force) AS is_in_force
FROM mart.redaction_reasons
GROUP BY ALL
ORDER BY stretches DESC, exemption;
