-- title: sections of one cable are one row
-- severity: warning
-- judges: cables
-- why: the same MRN twice in one document is a cable whose sections were not joined
-- docs: domain.md 7, control line
select document_id, mrn, count(*) as cables, list(cable_id order by cable_no) as cable_ids
from cables
where mrn is not null
group by document_id, mrn
having count(*) > 1
order by document_id, mrn;
