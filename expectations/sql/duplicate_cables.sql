-- title: cables that came in more than one document
-- severity: info
-- judges: cable_copies
-- why: no fault: releases repeat each other; `mart.best_copy` chooses among them
-- docs: warehouse.md, mart.best_copy
select
    identity_id,
    any_value(k.mrn) as mrn,
    count(distinct document_id) as documents,
    list(cable_id order by cable_id) as cable_ids
from cable_copies as k
join cables using (cable_id)
group by identity_id
having count(distinct document_id) > 1
order by identity_id;
