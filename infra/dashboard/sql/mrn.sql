-- Which copies of a cable are held, by its number?
SELECT c.cable_id, c.mrn, c.dtg, c.subject, d.file_name, d.release_decision
FROM cables AS c
JOIN documents AS d USING (document_id)
WHERE c.mrn = $mrn
ORDER BY c.redaction_count, c.cable_id
LIMIT 20;
