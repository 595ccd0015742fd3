-- How often is each field found, and how often do the blocks that give it agree, by kind of text, in
-- all years or one?
SELECT
    field,
    text_source,
    sum(cables)::BIGINT AS cables,
    sum(found_share * cables) / sum(cables) AS found_share,
    sum(agreeing_share * compared_cables) / nullif(sum(compared_cables), 0) AS agreeing_share,
    sum(compared_cables)::BIGINT AS compared
FROM mart.field_completeness
WHERE $year::INTEGER IS NULL OR year = $year
GROUP BY field, text_source
ORDER BY field, text_source;
