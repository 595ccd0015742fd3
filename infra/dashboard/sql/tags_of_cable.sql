-- Which TAGS does a cable bear?
SELECT position, tag, kind, meaning
FROM cable_tags
WHERE cable_id = $cable_id
ORDER BY position;
