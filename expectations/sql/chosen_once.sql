-- title: a field has one chosen reading
-- severity: fatal
-- judges: readings
-- why: the column holds one value, so one reading can be where it came from
-- docs: warehouse.md, readings
with repeated as (
    select cable_id, field
    from readings
    where is_chosen
    group by cable_id, field
    having count(*) > 1
)
select cable_id, field, count(*) as chosen, list(block) as blocks
from readings
semi join repeated using (cable_id, field)
where is_chosen
group by cable_id, field
order by cable_id, field;
