-- Takes texts out of the index. A term that stands nowhere any more does no harm.
CREATE OR REPLACE TEMP TABLE segment_docs AS
SELECT doc_no FROM search_docs WHERE cable_id IN ({removed});
DELETE FROM search_postings WHERE doc_no IN (SELECT doc_no FROM segment_docs);
DELETE FROM search_docs WHERE doc_no IN (SELECT doc_no FROM segment_docs);
