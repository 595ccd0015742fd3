-- title: a document is in `documents` once
-- severity: fatal
-- judges: documents
-- why: whatever becomes of a document, it is counted once; ids are the sha256 of its bytes
-- docs: warehouse.md, Promises
select document_id, count(*) as times, string_agg(file_name, ', ' order by file_name) as file_names
from documents
group by document_id
having count(*) > 1
order by document_id;
