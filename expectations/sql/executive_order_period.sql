-- title: the order on classification was in force when the cable was sent
-- severity: warning
-- judges: cables
-- why: the order's number and the DTG must agree on the time; each order was in use from the day it
--      was signed until posts had learnt of the next, for which a year is allowed
-- docs: Executive Orders 11652, 12065, 12356, 12958, 13526
with orders (number, first_year, last_year) as (
    values
        ('11652', 1972, 1979),
        ('12065', 1978, 1983),
        ('12356', 1982, 1996),
        ('12958', 1995, 2011),
        ('13526', 2009, 9999)
)
select cable_id, document_id, mrn, executive_order, dtg
from cables
join orders on executive_order = number
where extract(year from dtg) not between first_year and last_year
order by cable_id;
