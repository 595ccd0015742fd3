-- How many lines of a document are in each layer?
SELECT layer, count(*) AS lines
FROM lines
WHERE document_id = $document_id
GROUP BY layer
ORDER BY layer;
