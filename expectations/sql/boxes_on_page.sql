-- title: lines and redactions lie on their page
-- severity: warning
-- judges: pages
-- why: a box off the page is in pixels or of another page, and cannot be shown; a twentieth of the
--      page is allowed for words cut by the edge of the copier's glass
-- docs: warehouse.md, lines
with boxes as (
    select 'lines' as table_name, document_id, page_no, x0, top, x1, bottom from lines
    union all
    select 'redactions', document_id, page_no, x0, top, x1, bottom from redactions
)
select document_id, page_no, table_name, count(*) as boxes
from boxes
join pages using (document_id, page_no)
where x0 < -0.05 * width or top < -0.05 * height or x1 > 1.05 * width or bottom > 1.05 * height
group by document_id, page_no, table_name
order by document_id, page_no, table_name;
