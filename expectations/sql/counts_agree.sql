-- title: the counts in `cables` are those of the tables beside it
-- severity: fatal
-- judges: cables
-- why: a dashboard that adds up the counts must get what one that counts rows gets
-- docs: warehouse.md, cables
select *
from (
    select
        cable_id,
        document_id,
        paragraph_count,
        (select count(*) from paragraphs p where p.cable_id = c.cable_id) as paragraph_rows,
        redaction_count,
        (select count(*) from redactions r where r.cable_id = c.cable_id) as redaction_rows,
        defect_count,
        (select count(*) from defects d where d.cable_id = c.cable_id) as defect_rows
    from cables c
)
where paragraph_count is distinct from paragraph_rows
    or redaction_count is distinct from redaction_rows
    or defect_count is distinct from defect_rows
order by cable_id;
