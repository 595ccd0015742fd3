-- title: cables that came in more than one document
-- severity: info
-- judges: cables
-- why: no fault: releases repeat each other; `mart.best_copy` chooses among them
-- docs: warehouse.md, mart.best_copy
select mrn, count(distinct document_id) as documents, list(cable_id order by cable_id) as cable_ids
from cables
where mrn is not null
group by mrn
having count(distinct document_id) > 1
order by mrn;
