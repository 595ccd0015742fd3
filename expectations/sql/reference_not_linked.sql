-- title: a reference to a cable that is held points at it
-- severity: warning
-- judges: cable_references
-- why: `target_cable_id` is NULL only when the cited cable is not held
-- docs: warehouse.md, cable_references
select distinct cable_references.cable_id, citing.document_id, cable_references.mrn as cited
from cable_references
join cables as cited on cited.mrn = cable_references.mrn
join cables as citing on citing.cable_id = cable_references.cable_id
where target_cable_id is null
order by cable_references.cable_id, cited;
