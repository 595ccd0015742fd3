-- title: no cable was sent after its release was reviewed
-- severity: error
-- judges: cables
-- why: 'JAN 11' is 1911 or 2011; a century read wrong moves a cable by a hundred years
-- docs: ACP 127 par. 113
select cable_id, cables.document_id, mrn, dtg_raw, dtg, reviewed_on
from cables
join documents using (document_id)
where dtg > reviewed_on + interval 1 day
order by cable_id;
