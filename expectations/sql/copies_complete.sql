-- title: every cable is a copy of exactly one cable
-- severity: fatal
-- judges: cables
-- why: views count identities: a cable without one is not counted, one with two is counted twice
-- docs: data-dictionary.md, cable_copies
select cable_id, count(k.cable_id) as identities
from cables
left join cable_copies as k using (cable_id)
group by cable_id
having count(k.cable_id) <> 1
order by cable_id;
