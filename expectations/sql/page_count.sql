-- title: a document that was read has all its pages, numbered from 1
-- severity: fatal
-- judges: documents
-- why: nothing printed is ever lost; documents that failed may have no page
-- docs: warehouse.md, pages
select document_id, file_name, page_count, page_rows, last_page_no
from (
    select
        documents.document_id,
        file_name,
        status,
        page_count,
        count(pages.page_no) as page_rows,
        coalesce(max(pages.page_no), 0) as last_page_no
    from documents
    left join pages using (document_id)
    group by documents.document_id, file_name, status, page_count
)
where status <> 'failed'
    and (page_count is distinct from page_rows or last_page_no is distinct from page_rows)
order by document_id;
