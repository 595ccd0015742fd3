-- title: every line is in exactly one layer
-- severity: fatal
-- judges: lines
-- why: what a page says is either in the cable or in a layer that was taken out, never in both and
--      never in none
-- docs: warehouse.md, lines
-- A page is looked at row by row only where some row of it offends: sixty-two lines at a time, a bit for
-- each, take the memory of pages, where all lines as groups take more than a machine has.
with offending as (
    select distinct document_id, page_no
    from (
        select document_id, page_no
        from lines
        group by document_id, page_no, line_no // 62
        having count(*) > bit_count(bit_or(1::bigint << (line_no % 62))) or count(layer) < count(*)
    )
)
select document_id, page_no, line_no, count(*) as times, list(distinct layer) as layers
from lines
semi join offending using (document_id, page_no)
group by document_id, page_no, line_no
having count(*) > 1 or count(layer) < count(*)
order by document_id, page_no, line_no;
