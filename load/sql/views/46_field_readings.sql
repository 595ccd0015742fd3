-- What did the blocks of the print say about each field of each cable? One row per cable and field
-- that has a reading: the values in the order of the blocks, and whether they agree. Readings
-- without a value say nothing and are left out; several readings of one block are one voice.
--
-- columns as in readings
-- chosen_value: The value chosen; NULL if none was.
-- said: What each block says, as `block: value`.
-- block_count: Blocks that give a value.
-- value_count: Different values they give.
-- is_agreed: Whether all give the same value.
CREATE OR REPLACE VIEW mart.field_readings AS
SELECT
    cable_id,
    field,
    max(value) FILTER (is_chosen) AS chosen_value,
    list(block || ': ' || value ORDER BY block, position) AS said,
    count(DISTINCT block) AS block_count,
    count(DISTINCT value) AS value_count,
    count(DISTINCT value) = 1 AS is_agreed
FROM readings
WHERE value IS NOT NULL
GROUP BY cable_id, field;
