-- What are the paragraphs of a cable?
SELECT position, number, portion_marking, is_struck, heading, text, page_first, page_last,
    redaction_count, section_no
FROM paragraphs
WHERE cable_id = $cable_id
ORDER BY position;
