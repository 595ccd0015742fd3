-- Which cables are copies of one another? The cable itself and the others.
SELECT k.cable_id
FROM cable_copies AS own
JOIN cable_copies AS k USING (identity_id)
WHERE own.cable_id = $cable_id;
