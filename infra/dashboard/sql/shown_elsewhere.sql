-- What does a cable withhold that another copy shows?
SELECT withheld_position, shown_cable_id, withheld, shown, exemptions
FROM disclosures
WHERE withheld_cable_id = $cable_id
ORDER BY position
LIMIT 100;
