-- Who is a cable to?
SELECT position, role, plain_language_address, post, routing_indicator, precedence,
    continuity_number, is_collective
FROM addressees
WHERE cable_id = $cable_id
ORDER BY position;
