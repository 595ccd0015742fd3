-- What do paragraphs say about the messages they cite?
--
-- `reference_mentions` has every `ref A`, `reftel` and `septel` in a paragraph, with the item of the
-- reference line it leads to; NULL where the line lists several and the word names none of them. A
-- septel is a separate telegram, often not sent yet: it leads nowhere.
SELECT
    c.mrn,
    m.raw AS mention,
    r.mrn AS leads_to,
    regexp_extract(p.text, '(?i)[^.]{0,60}\b' || m.raw || '\b[^.]{0,40}') AS sentence
FROM mart.distinct_cables AS c
JOIN reference_mentions AS m USING (cable_id)
JOIN paragraphs AS p ON p.cable_id = m.cable_id AND p.position = m.paragraph_position
LEFT JOIN cable_references AS r
    ON r.cable_id = m.cable_id AND r.position = m.reference_position
ORDER BY c.mrn, m.position;
