-- Which TAGS rise and fall over time?
--
-- `mart.tag_months` counts cables, each once, by TAG and month. A TAG may be a subject (EFIN), a
-- country (EC), a programme or an organization: filter by `kind` before comparing. Codes come and go;
-- `tag_codes.valid_from` and `valid_to` say when each was in use.
SELECT t.tag, k.meaning, t.month, t.cables
FROM mart.tag_months AS t
JOIN tag_codes AS k USING (tag)
WHERE t.kind = 'subject'
ORDER BY t.tag, t.month
LIMIT 8;
