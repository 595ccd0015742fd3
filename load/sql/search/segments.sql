-- The first cable of each segment: cables in order, as many as hold that many texts.
SELECT min(cable_id) AS first
FROM (
    SELECT
        cable_id,
        (sum(paragraph_count + 1) OVER (ORDER BY cable_id) - 1) // $segment_texts AS segment_no
    FROM cables
)
GROUP BY segment_no
ORDER BY first;
