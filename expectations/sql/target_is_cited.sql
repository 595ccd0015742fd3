-- title: a reference points at the cable it cites
-- severity: fatal
-- judges: cable_references
-- why: an edge of the reference graph to another cable is an invented one
-- docs: warehouse.md, cable_references
select cable_references.cable_id, citing.document_id, cable_references.mrn, cited.mrn as target_mrn
from cable_references
join cables as cited on cited.cable_id = target_cable_id
join cables as citing on citing.cable_id = cable_references.cable_id
where cited.mrn is distinct from cable_references.mrn
order by cable_references.cable_id;
