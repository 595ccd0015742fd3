-- title: every row hangs on a row that exists
-- severity: fatal
-- judges: cables
-- why: foreign keys are checked here because as constraints they double the time a load takes
-- docs: warehouse.md, Tables
with links as (
    select 'cables' as child, 'documents' as parent, document_id as missing_id from cables
    where document_id not in (select document_id from documents)
    union all
    select 'document_sources', 'documents', document_id from document_sources
    where document_id not in (select document_id from documents)
    union all
    select 'pages', 'documents', document_id from pages
    where document_id not in (select document_id from documents)
    union all
    select 'lines', 'pages', document_id || ' page ' || page_no from lines
    where (document_id, page_no) not in (select (document_id, page_no) from pages)
    union all
    select 'lines', 'cables', cable_id from lines
    where cable_id is not null and cable_id not in (select cable_id from cables)
    union all
    select 'redactions', 'pages', document_id || ' page ' || page_no from redactions
    where (document_id, page_no) not in (select (document_id, page_no) from pages)
    union all
    select 'redactions', 'cables', cable_id from redactions
    where cable_id is not null and cable_id not in (select cable_id from cables)
    union all
    select 'redactions', 'paragraphs', cable_id || ' paragraph ' || paragraph_position
    from redactions
    where paragraph_position is not null
        and (cable_id, paragraph_position) not in (select (cable_id, position) from paragraphs)
    union all
    select 'defects', 'documents', document_id from defects
    where document_id not in (select document_id from documents)
    union all
    select 'defects', 'cables', cable_id from defects
    where cable_id is not null and cable_id not in (select cable_id from cables)
    union all
    select 'quarantine', 'documents', document_id from quarantine
    where document_id not in (select document_id from documents)
    union all
    select 'quarantine', 'cables', cable_id from quarantine
    where cable_id is not null and cable_id not in (select cable_id from cables)
    union all
    select 'addressees', 'cables', cable_id from addressees
    where cable_id not in (select cable_id from cables)
    union all
    select 'distribution', 'cables', cable_id from distribution
    where cable_id not in (select cable_id from cables)
    union all
    select 'cable_tags', 'cables', cable_id from cable_tags
    where cable_id not in (select cable_id from cables)
    union all
    select 'cable_references', 'cables', cable_id from cable_references
    where cable_id not in (select cable_id from cables)
    union all
    select 'cable_references', 'cables (target)', target_cable_id from cable_references
    where target_cable_id is not null
        and target_cable_id not in (select cable_id from cables)
    union all
    select 'cable_copies', 'cables', cable_id from cable_copies
    where cable_id not in (select cable_id from cables)
    union all
    select 'cable_copies', 'cables (identity)', identity_id from cable_copies
    where identity_id not in (select cable_id from cables)
    union all
    select 'disclosures', 'paragraphs', shown_cable_id || ' paragraph ' || shown_position
    from disclosures
    where (shown_cable_id, shown_position) not in (select (cable_id, position) from paragraphs)
    union all
    select 'disclosures', 'cables', withheld_cable_id from disclosures
    where withheld_cable_id not in (select cable_id from cables)
    union all
    select 'near_texts', kind || 's', near_id
    from (
        select kind, id as near_id from near_texts
        union all
        select kind, other_id from near_texts
    )
    where
        (kind = 'cable' and near_id not in (select cable_id from cables))
        or (kind = 'document' and near_id not in (select document_id from documents))
    union all
    select 'reference_mentions', 'cables', cable_id from reference_mentions
    where cable_id not in (select cable_id from cables)
    union all
    select 'reference_mentions', 'cables (target)', target_cable_id from reference_mentions
    where target_cable_id is not null
        and target_cable_id not in (select cable_id from cables)
    union all
    select 'reference_mentions', 'paragraphs', cable_id || ' paragraph ' || paragraph_position
    from reference_mentions
    where (cable_id, paragraph_position) not in (select (cable_id, position) from paragraphs)
    union all
    select 'reference_mentions', 'cable_references', cable_id || ' item ' || reference_position
    from reference_mentions
    where reference_position is not null
        and (cable_id, reference_position) not in (select (cable_id, position) from cable_references)
    union all
    select 'paragraphs', 'cables', cable_id from paragraphs
    where cable_id not in (select cable_id from cables)
    union all
    select 'post_names', 'posts', post from post_names
    where post not in (select post from posts)
    union all
    select 'readings', 'cables', cable_id from readings
    where cable_id not in (select cable_id from cables)
)
select child, parent, missing_id, count(*) as row_count
from links
group by child, parent, missing_id
order by child, parent, missing_id;
