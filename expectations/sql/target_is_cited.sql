-- title: a reference points at the cable it cites
-- severity: fatal
-- judges: cable_references
-- why: an edge of the reference graph to another cable is an invented one
-- docs: warehouse.md, cable_references
with cited as (
    select
        cable_id,
        mrn,
        year,
        post,
        serial,
        regexp_replace(dtg_raw, ' [0-9]{2}([0-9]{2})$', ' \1') as sent_at,
        target_cable_id
    from cable_references
    union all
    select cable_id, mrn, year, post, serial, null, target_cable_id from reference_mentions
),
held as (
    select
        cables.cable_id,
        coalesce(cable_copies.mrn, cables.mrn) as mrn,
        coalesce(cable_copies.year, cables.year) as year,
        coalesce(cable_copies.post, cables.post) as post,
        coalesce(cable_copies.serial, cables.serial) as serial,
        regexp_replace(cables.dtg_raw, ' [0-9]{2}([0-9]{2})$', ' \1') as sent_at
    from cables
    left join cable_copies using (cable_id)
)
select cited.cable_id, citing.document_id, cited.mrn, held.mrn as target_mrn
from cited
join held on held.cable_id = cited.target_cable_id
join cables as citing on citing.cable_id = cited.cable_id
left join post_names as cited_name on cited_name.name = cited.post
left join post_names as held_name on held_name.name = held.post
where (cited.serial is null and held.sent_at is distinct from cited.sent_at)
    or (cited.serial is not null and held.serial is distinct from cited.serial)
    or held.year <> cited.year
    or (
        coalesce(held_name.post, held.post) is distinct from coalesce(cited_name.post, cited.post)
        and held.post <> regexp_replace(left(cited.post, 6), '[^A-Z0-9]', '', 'g')
    )
order by cited.cable_id;
