-- title: the status of a document is what its rows say
-- severity: fatal
-- judges: documents
-- why: loaded means that cables were found, no_cable that none was, failed that no page could be
--      used, quarantined that a reason stands in `quarantine`
-- docs: warehouse.md, documents and quarantine
select document_id, file_name, status, cables, reasons
from (
    select
        documents.document_id,
        file_name,
        status,
        (select count(*) from cables where cables.document_id = documents.document_id) as cables,
        (
            select count(*) from quarantine where quarantine.document_id = documents.document_id
        ) as reasons
    from documents
)
where (status = 'loaded' and cables = 0)
    or (status in ('no_cable', 'failed') and cables > 0)
    or (status = 'quarantined' and reasons = 0)
order by document_id;
