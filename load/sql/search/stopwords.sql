-- The words that are not indexed; a search must know their stems all the same.
INSERT INTO search_words
SELECT word, stem(word, 'porter')
FROM search_stopwords
ANTI JOIN search_words USING (word)
ORDER BY word;
