-- title: pages with many lines no rule claims
-- severity: info
-- judges: pages
-- why: a layout the parser does not know; more than a tenth of a page of at least ten lines
-- docs: warehouse.md, lines
select
    document_id,
    page_no,
    count(*) as line_rows,
    count(*) filter (where layer = 'unclaimed') as unclaimed
from lines
join documents using (document_id)
where status <> 'no_cable'
group by document_id, page_no
having count(*) >= 10 and unclaimed > 0.1 * count(*)
order by document_id, page_no;
