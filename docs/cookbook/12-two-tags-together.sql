-- Which subjects are reported together?
--
-- A cable carries several TAGS, and pairs show what a desk thought of as one matter. One row a pair,
-- not two: the codes are compared in alphabetical order.
SELECT a.tag, b.tag AS with_tag, count(*) AS cables
FROM mart.distinct_cables AS c
JOIN cable_tags AS a USING (cable_id)
JOIN cable_tags AS b USING (cable_id)
WHERE a.tag < b.tag AND a.kind = 'subject' AND b.kind = 'subject'
GROUP BY ALL
ORDER BY cables DESC, a.tag, with_tag
LIMIT 5;
