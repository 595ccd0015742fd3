-- What pages does a document have, and how was each read?
SELECT page_no, width, height, turned_degrees, text_source, engine, mean_confidence, route_reason,
    doubts, redacted_share, unread_share, hidden_word_count, line_count
FROM pages
WHERE document_id = $document_id
ORDER BY page_no;
