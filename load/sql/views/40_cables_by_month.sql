-- How many cables, and words, did each post send in each month at each classification? A cable
-- without a readable DTG has no month. Each cable counts once, however many copies are held.
--
-- post: Sending post as in the MRN.
-- country: Its country, where the post is known.
-- classification: The cables' own classification as sent.
-- month: First day of the month; NULL without a DTG.
-- cables: Cables sent.
-- words: Words of their bodies.
CREATE OR REPLACE TABLE stored.cables_by_month AS
SELECT
    c.post,
    p.country,
    c.classification,
    date_trunc('month', c.dtg)::DATE AS month,
    count(*) AS cables,
    sum(c.word_count)::BIGINT AS words
FROM mart.distinct_cables AS c
LEFT JOIN post_names AS n ON n.name = c.post
LEFT JOIN posts AS p ON p.post = n.post
GROUP BY ALL
ORDER BY month, c.post, c.classification;

CREATE OR REPLACE VIEW mart.cables_by_month AS FROM stored.cables_by_month;
