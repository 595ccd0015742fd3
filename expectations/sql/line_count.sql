-- title: a page has as many lines in `lines` as were read from it
-- severity: fatal
-- judges: pages
-- why: nothing printed is ever lost
-- docs: warehouse.md, lines
select document_id, page_no, line_count, line_rows
from (
    select
        pages.document_id,
        pages.page_no,
        pages.line_count,
        count(lines.line_no) as line_rows
    from pages
    left join lines using (document_id, page_no)
    group by pages.document_id, pages.page_no, pages.line_count
)
where line_count is distinct from line_rows
order by document_id, page_no;
