-- title: the MRN is its year, post and serial
-- severity: error
-- judges: cables
-- why: the reference graph joins on the parts, people search for the whole
-- docs: warehouse.md, cables
select cable_id, document_id, mrn, year, post, serial
from cables
where mrn is distinct from
    lpad((year % 100)::varchar, 2, '0') || ' ' || post || ' ' || serial
    and (mrn is not null or (year is not null and post is not null and serial is not null))
order by cable_id;
