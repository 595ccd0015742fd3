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
CREATE OR REPLACE TABLE stored.near_duplicates AS
WITH named AS (
    SELECT
        'cable' AS kind,
        c.cable_id AS id,
        k.identity_id,
        c.mrn,
        c.document_id,
        d.file_name
    FROM cables AS c
    JOIN cable_copies AS k USING (cable_id)
    JOIN documents AS d USING (document_id)
    UNION ALL
    SELECT 'document', document_id, document_id, NULL, document_id, file_name
    FROM documents
)
SELECT
    t.kind,
    t.id,
    t.other_id,
    t.similarity,
    t.agreement,
    one.identity_id = other.identity_id AS is_same_cable,
    one.mrn,
    other.mrn AS other_mrn,
    one.document_id,
    other.document_id AS other_document_id,
    one.file_name,
    other.file_name AS other_file_name
FROM near_texts AS t
JOIN named AS one ON one.kind = t.kind AND one.id = t.id
JOIN named AS other ON other.kind = t.kind AND other.id = t.other_id
ORDER BY t.similarity DESC, t.kind, t.id, t.other_id;

CREATE OR REPLACE VIEW mart.near_duplicates AS FROM stored.near_duplicates;
