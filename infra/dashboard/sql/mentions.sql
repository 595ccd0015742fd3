-- Which paragraphs of a cable mention which items of its REF list, or cables cited in full?
SELECT paragraph_position, raw, reference_position, mrn, target_cable_id
FROM reference_mentions
WHERE cable_id = $cable_id
ORDER BY position;
