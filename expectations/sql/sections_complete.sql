-- title: all sections of a cable are in some document
-- severity: warning
-- judges: cable_copies
-- why: a section that no document has is missing; one that another has is joined from it
-- docs: domain.md 10.10, mart.whole_cables
with sent as (
    select k.identity_id, any_value(k.mrn) as mrn, max(c.section_count) as section_count
    from cable_copies as k
    join cables as c using (cable_id)
    group by k.identity_id
),
present as (
    select distinct k.identity_id, unnest(c.sections_present) as section_no
    from cable_copies as k
    join cables as c using (cable_id)
)
select
    s.identity_id,
    s.mrn,
    s.section_count,
    list(p.section_no order by p.section_no) as sections_present
from sent as s
left join present as p using (identity_id)
group by s.identity_id, s.mrn, s.section_count
having sections_present is distinct from range(1, s.section_count + 1)
order by s.identity_id;
