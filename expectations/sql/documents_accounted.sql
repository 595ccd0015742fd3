-- title: documents seen = loaded + no_cable + quarantined + failed
-- severity: fatal
-- judges: runs
-- why: a document that was seen and is in no status is lost without a trace; documents of earlier
--      runs stay in the table, so there may be more than the latest run saw, never fewer. Runs that
--      only check see none
-- docs: warehouse.md, Promises
select
    run_id,
    documents_seen,
    (select count(*) from documents) as documents_held,
    (
        select count(*) from documents
        where status in ('loaded', 'no_cable', 'quarantined', 'failed')
    ) as documents_with_status
from runs
where documents_seen > 0
qualify row_number() over (order by started_at desc) = 1
    and (documents_seen > documents_held or documents_with_status <> documents_held);
