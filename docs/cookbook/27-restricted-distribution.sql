-- Which cables were held closely, and who was still told?
--
-- Captions restrict beyond the classification: EXDIS and NODIS leave few who may see a cable at all.
-- SIPDIS is no such caption; it allows the shared network. `captions` and `tags` are lists: ask with
-- `list_contains` for one entry, with `list_has_any` for one of several.
SELECT
    c.mrn,
    c.classification,
    c.captions,
    count(a.position) FILTER (a.role = 'info') AS told_for_information
FROM mart.distinct_cables AS c
LEFT JOIN addressees AS a USING (cable_id)
WHERE list_has_any(c.captions, ['EXDIS', 'NODIS', 'STADIS', 'LIMDIS'])
GROUP BY ALL
ORDER BY c.mrn;
