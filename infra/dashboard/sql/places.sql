-- Where was a document's file found?
SELECT source_uri FROM document_sources WHERE document_id = $document_id ORDER BY source_uri;
