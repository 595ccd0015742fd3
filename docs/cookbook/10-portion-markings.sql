-- Which classified cables are mostly made of unclassified paragraphs?
--
-- `cables.classification` is the marking of the whole, as sent; each paragraph carries its own, where
-- one is printed. NULL is a paragraph without a marking, or with one that was not read: count those
-- before saying that a cable was over-classified.
SELECT
    c.mrn,
    c.classification,
    count(*) AS paragraphs,
    count(*) FILTER (p.portion_marking IN ('U', 'SBU', 'LOU')) AS unclassified,
    count(*) FILTER (p.portion_marking IS NULL) AS unmarked,
    list_sort(list(DISTINCT p.portion_marking)) AS markings
FROM mart.distinct_cables AS c
JOIN paragraphs AS p USING (cable_id)
WHERE c.classification IN ('CONFIDENTIAL', 'SECRET', 'TOP SECRET')
GROUP BY ALL
ORDER BY unclassified / paragraphs DESC, c.mrn;
