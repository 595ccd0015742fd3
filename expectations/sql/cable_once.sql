-- title: a cable id is there once
-- severity: fatal
-- judges: cables
-- why: joins on it would double everything a cable says
-- docs: warehouse.md, cables
select cable_id, count(*) as times
from cables
group by cable_id
having count(*) > 1
order by cable_id;
