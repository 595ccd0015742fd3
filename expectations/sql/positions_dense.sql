-- title: positions run 1..n
-- severity: fatal
-- judges: cables
-- why: printed order is part of the record, and a gap is a row that was lost
-- docs: warehouse.md, Tables
with placed as (
    select 'addressees' as table_name, cable_id, position from addressees
    union all
    select 'distribution', cable_id, position from distribution
    union all
    select 'cable_tags', cable_id, position from cable_tags
    union all
    select 'cable_references', cable_id, position from cable_references
    union all
    select 'reference_mentions', cable_id, position from reference_mentions
    union all
    select 'paragraphs', cable_id, position from paragraphs
)
select table_name, cable_id, min(position) as first, max(position) as last, count(*) as row_count
from placed
group by table_name, cable_id
having min(position) <> 1 or max(position) <> count(*)
order by table_name, cable_id;
