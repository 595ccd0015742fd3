-- title: copies of one cable print one number
-- severity: warning
-- judges: cable_copies
-- why: sender, time and text agree, so one of the numbers is misread, or one text was sent twice
-- docs: data-dictionary.md, mart.same_cables
select identity_id, list(distinct mrn_key order by mrn_key) as numbers, count(*) as copies
from (
    select
        k.identity_id,
        concat_ws(' ', c.year, coalesce(n.post, c.post), c.serial) as mrn_key
    from cable_copies as k
    join cables as c using (cable_id)
    left join post_names as n on n.name = c.post
    where c.mrn is not null
)
group by identity_id
having count(distinct mrn_key) > 1
order by identity_id;
