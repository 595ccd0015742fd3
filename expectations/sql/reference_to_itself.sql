-- title: a cable does not cite itself
-- severity: warning
-- judges: cable_references
-- why: a page header glued into the REF line reads like a reference
-- docs: domain.md 6, page header
select cables.cable_id, document_id, cables.mrn, cable_references.raw
from cable_references
join cables using (cable_id)
where cable_references.mrn = cables.mrn or target_cable_id = cables.cable_id
order by cables.cable_id, position;
