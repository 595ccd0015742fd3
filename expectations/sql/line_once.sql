-- title: every line is in exactly one layer
-- severity: fatal
-- judges: lines
-- why: what a page says is either in the cable or in a layer that was taken out, never in both and
--      never in none
-- docs: warehouse.md, lines
select document_id, page_no, line_no, count(*) as times, list(distinct layer) as layers
from lines
group by document_id, page_no, line_no
having count(*) > 1 or count(layer) < count(*)
order by document_id, page_no, line_no;
