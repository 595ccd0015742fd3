-- title: the copies of the office grid add up to its total
-- severity: warning
-- judges: cables
-- why: the grid carries its own check sum; a digit misread by OCR breaks it
-- docs: domain.md 6, office grid
select cable_id, document_id, mrn, distribution_total, copies
from (
    select
        cables.cable_id,
        cables.document_id,
        mrn,
        distribution_total,
        sum(copies) as copies,
        count(*) - count(copies) as unreadable
    from cables
    join distribution using (cable_id)
    group by cables.cable_id, cables.document_id, mrn, distribution_total
)
where distribution_total <> copies or (distribution_total is not null and unreadable > 0)
order by cable_id;
