-- What is full-text indexed: one row per paragraph, and one per subject at position 0. `search_id`
-- is the key of the index.
--
-- search_id: The cable and the position: key of the index.
-- cable_id: The cable.
-- position: The paragraph's position; 0 for the subject.
-- text: What is indexed.
CREATE OR REPLACE VIEW mart.search_texts AS
SELECT
    cable_id || '/' || position AS search_id,
    cable_id,
    position,
    text
FROM paragraphs
UNION ALL
SELECT cable_id || '/0', cable_id, 0, subject
FROM cables
WHERE subject IS NOT NULL;
