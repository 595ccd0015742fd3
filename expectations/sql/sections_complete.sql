-- title: all sections of a cable are there
-- severity: warning
-- judges: cables
-- why: text is missing in the middle of such a cable
-- docs: domain.md 10.10
select cable_id, document_id, mrn, section_count, sections_present
from cables
where list_sort(sections_present) is distinct from range(1, section_count + 1)
order by cable_id;
