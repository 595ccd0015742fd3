-- title: what was released in part has a redaction
-- severity: warning
-- judges: documents
-- why: a redaction was missed, so text may be joined over the gap it left, or the decision misread
-- docs: domain.md 10.9
select document_id, file_name, release_decision
from documents
where release_decision = 'part'
    and document_id not in (select document_id from redactions)
    and status <> 'failed'
order by document_id;
