-- Which texts are near-duplicates? One row per pair of cables, or of documents without a cable:
-- copies of one cable, a text sent again under another number, two printings of a form.
--
-- columns as in near_texts
-- is_same_cable: Whether they are taken for copies of one cable; false for documents.
-- mrn: MRN of the one; NULL for a document.
-- other_mrn: MRN of the other.
-- document_id: Document of the one.
-- other_document_id: Document of the other.
-- file_name: File of the one.
-- other_file_name: File of the other.
CREATE OR REPLACE VIEW mart.near_duplicates AS
SELECT
    t.kind,
    t.id,
    t.other_id,
    t.similarity,
    t.agreement,
    coalesce(k.identity_id = other_k.identity_id, false) AS is_same_cable,
    c.mrn,
    other_c.mrn AS other_mrn,
    d.document_id,
    other_d.document_id AS other_document_id,
    d.file_name,
    other_d.file_name AS other_file_name
FROM near_texts AS t
LEFT JOIN cables AS c ON t.kind = 'cable' AND c.cable_id = t.id
LEFT JOIN cables AS other_c ON t.kind = 'cable' AND other_c.cable_id = t.other_id
LEFT JOIN cable_copies AS k ON k.cable_id = c.cable_id
LEFT JOIN cable_copies AS other_k ON other_k.cable_id = other_c.cable_id
JOIN documents AS d ON d.document_id = coalesce(c.document_id, t.id)
JOIN documents AS other_d ON other_d.document_id = coalesce(other_c.document_id, t.other_id)
ORDER BY t.similarity DESC, t.kind, t.id, t.other_id;
