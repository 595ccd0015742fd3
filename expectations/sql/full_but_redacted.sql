-- title: what was released in full has no redaction
-- severity: warning
-- judges: documents
-- why: the decision was misread, or a dark area of the copy was taken for a redaction
-- docs: domain.md 10.9
select documents.document_id, file_name, release_decision, count(*) as redaction_rows
from documents
join redactions using (document_id)
where release_decision = 'full'
group by documents.document_id, file_name, release_decision
order by documents.document_id;
