-- title: the year of the MRN is the year of the DTG
-- severity: warning
-- judges: cables
-- why: posts number by calendar year, and the year is taken from the DTG in UTC
-- docs: 5 FAH-2; warehouse.md, cables
select cable_id, document_id, mrn, year, dtg
from cables
where year <> extract(year from dtg)
order by cable_id;
