-- Each segment brought new words; in one order they are found without reading all of them.
CREATE OR REPLACE TEMP TABLE in_order AS FROM search_words;
TRUNCATE search_words;
INSERT INTO search_words FROM in_order ORDER BY word;
CREATE OR REPLACE TEMP TABLE in_order AS FROM search_terms;
TRUNCATE search_terms;
INSERT INTO search_terms FROM in_order ORDER BY term;
DROP TABLE temp.in_order;
