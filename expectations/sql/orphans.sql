-- title: every row hangs on a row that exists
-- severity: fatal
-- judges: cables
-- why: foreign keys are checked here because as constraints they double the time a load takes
-- docs: warehouse.md, Tables
-- Anti joins, for those hold the smaller side in memory: NOT IN would hold every paragraph, thrice.
with near as (
    select kind, id as near_id from near_texts
    union all
    select kind, other_id from near_texts
),
links as (
    select 'cables' as child, 'documents' as parent, document_id as missing_id
    from cables
    anti join documents using (document_id)
    union all
    select 'document_sources', 'documents', document_id
    from document_sources
    anti join documents using (document_id)
    union all
    select 'source_files', 'documents', document_id
    from source_files
    anti join documents using (document_id)
    union all
    select 'pages', 'documents', document_id
    from pages
    anti join documents using (document_id)
    union all
    select 'lines', 'pages', document_id || ' page ' || page_no
    from lines
    anti join pages using (document_id, page_no)
    union all
    select 'lines', 'cables', cable_id
    from lines
    anti join cables using (cable_id)
    where cable_id is not null
    union all
    select 'redactions', 'pages', document_id || ' page ' || page_no
    from redactions
    anti join pages using (document_id, page_no)
    union all
    select 'redactions', 'cables', cable_id
    from redactions
    anti join cables using (cable_id)
    where cable_id is not null
    union all
    select 'redactions', 'paragraphs', r.cable_id || ' paragraph ' || paragraph_position
    from redactions as r
    anti join paragraphs as p
        on p.cable_id = r.cable_id and p.position = paragraph_position
    where paragraph_position is not null
    union all
    select 'defects', 'documents', document_id
    from defects
    anti join documents using (document_id)
    union all
    select 'defects', 'cables', cable_id
    from defects
    anti join cables using (cable_id)
    where cable_id is not null
    union all
    select 'quarantine', 'documents', document_id
    from quarantine
    anti join documents using (document_id)
    union all
    select 'quarantine', 'cables', cable_id
    from quarantine
    anti join cables using (cable_id)
    where cable_id is not null
    union all
    select 'addressees', 'cables', cable_id
    from addressees
    anti join cables using (cable_id)
    union all
    select 'distribution', 'cables', cable_id
    from distribution
    anti join cables using (cable_id)
    union all
    select 'cable_tags', 'cables', cable_id
    from cable_tags
    anti join cables using (cable_id)
    union all
    select 'cable_references', 'cables', cable_id
    from cable_references
    anti join cables using (cable_id)
    union all
    select 'cable_references', 'cables (target)', target_cable_id
    from cable_references as r
    anti join cables as c on c.cable_id = target_cable_id
    where target_cable_id is not null
    union all
    select 'cable_copies', 'cables', cable_id
    from cable_copies
    anti join cables using (cable_id)
    union all
    select 'cable_copies', 'cables (identity)', identity_id
    from cable_copies as k
    anti join cables as c on c.cable_id = identity_id
    union all
    select 'disclosures', 'paragraphs', shown_cable_id || ' paragraph ' || shown_position
    from disclosures
    anti join paragraphs as p
        on p.cable_id = shown_cable_id and p.position = shown_position
    union all
    select 'disclosures', 'cables', withheld_cable_id
    from disclosures
    anti join cables as c on c.cable_id = withheld_cable_id
    union all
    select 'near_texts', 'cables', near_id
    from near
    anti join cables as c on c.cable_id = near_id
    where kind = 'cable'
    union all
    select 'near_texts', 'documents', near_id
    from near
    anti join documents as d on d.document_id = near_id
    where kind = 'document'
    union all
    select 'reference_mentions', 'cables', cable_id
    from reference_mentions
    anti join cables using (cable_id)
    union all
    select 'reference_mentions', 'cables (target)', target_cable_id
    from reference_mentions as r
    anti join cables as c on c.cable_id = target_cable_id
    where target_cable_id is not null
    union all
    select 'reference_mentions', 'paragraphs', r.cable_id || ' paragraph ' || paragraph_position
    from reference_mentions as r
    anti join paragraphs as p
        on p.cable_id = r.cable_id and p.position = paragraph_position
    union all
    select 'reference_mentions', 'cable_references', m.cable_id || ' item ' || reference_position
    from reference_mentions as m
    anti join cable_references as r
        on r.cable_id = m.cable_id and r.position = reference_position
    where reference_position is not null
    union all
    select 'paragraphs', 'cables', cable_id
    from paragraphs
    anti join cables using (cable_id)
    union all
    select 'post_names', 'posts', post
    from post_names
    anti join posts using (post)
    union all
    select 'readings', 'cables', cable_id
    from readings
    anti join cables using (cable_id)
)
select child, parent, missing_id, count(*) as row_count
from links
group by child, parent, missing_id
order by child, parent, missing_id;
