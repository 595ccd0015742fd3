-- Which words of the warehouse are forms of the words asked for?
SELECT DISTINCT w.word
FROM search_words AS w
WHERE list_contains($words::VARCHAR[], w.word) OR w.term IN (
    SELECT term FROM search_words WHERE list_contains($words::VARCHAR[], word)
);
