-- title: a field has one chosen reading
-- severity: fatal
-- judges: readings
-- why: the column holds one value, so one reading can be where it came from
-- docs: warehouse.md, readings
select cable_id, field, count(*) as chosen, list(block) as blocks
from readings
where is_chosen
group by cable_id, field
having count(*) > 1
order by cable_id, field;
