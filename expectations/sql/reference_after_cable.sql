-- title: a cable cites none of a later year
-- severity: warning
-- judges: cable_references
-- why: the year of the reference, or the cable's own, was misread
-- docs: domain.md 10.4
select cables.cable_id, document_id, cables.mrn, dtg, cable_references.raw, cable_references.year
from cable_references
join cables using (cable_id)
where cable_references.year > extract(year from dtg)
order by cables.cable_id, position;
