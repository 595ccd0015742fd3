-- What other copies of a cable are held?
SELECT c.cable_id, c.mrn, d.file_name, d.release_decision, d.reviewed_on, c.redaction_count
FROM cable_copies AS own
JOIN cable_copies AS k ON k.identity_id = own.identity_id AND k.cable_id <> own.cable_id
JOIN cables AS c ON c.cable_id = k.cable_id
JOIN documents AS d ON d.document_id = c.document_id
WHERE own.cable_id = $cable_id
ORDER BY d.reviewed_on, c.cable_id
LIMIT 50;
