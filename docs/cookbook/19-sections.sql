-- Which long cables are held whole, and what is missing of the others?
--
-- Long cables were sent in sections, and a release may hold only one. `mart.whole_cables` joins those
-- of all releases, each from the copy that withholds least; `sections_missing` is what to ask for.
SELECT mrn, section_count, sections_present, sections_missing, is_whole, length(body) AS characters
FROM mart.whole_cables
WHERE section_count > 1
ORDER BY mrn;
