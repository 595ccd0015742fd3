-- What did the blocks of the print say about each field of a cable, and do they agree?
-- `FROM mart.field_readings('<cable_id>')` gives a row for each field that has a reading: the value
-- chosen, what each block says, as `block: value` in the order of the blocks, how many blocks and how
-- many different values there are. Readings without a value say nothing and are left out; several
-- readings of one block are one voice. Over all cables ask mart.field_completeness, or `readings`.
CREATE OR REPLACE MACRO mart.field_readings(cable) AS TABLE
SELECT
    field,
    max(value) FILTER (is_chosen) AS chosen_value,
    list(block || ': ' || value ORDER BY block, position) AS said,
    count(DISTINCT block) AS block_count,
    count(DISTINCT value) AS value_count,
    count(DISTINCT value) = 1 AS is_agreed
FROM readings
WHERE cable_id = cable AND value IS NOT NULL
GROUP BY field
ORDER BY field;
