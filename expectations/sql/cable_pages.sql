-- title: cables lie in the order of their pages, inside their document
-- severity: error
-- judges: cables
-- why: a cable that ends after the document or begins before the one ahead of it was cut wrong, and
--      has text of another
-- docs: warehouse.md, cables
select cable_id, document_id, cable_no, page_first, page_last, page_count, previous_page_first
from (
    select
        cables.*,
        documents.page_count,
        lag(page_first) over (partition by document_id order by cable_no) as previous_page_first
    from cables
    join documents using (document_id)
)
where page_last > page_count or page_first < previous_page_first
order by cable_id;
