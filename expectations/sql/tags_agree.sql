-- title: the TAGS of a cable are its rows of `cable_tags`, persons left out
-- severity: warning
-- judges: cables
-- why: counts by tag differ with the table they are made from
-- docs: warehouse.md, What the values are
select *
from (
    select
        cable_id,
        document_id,
        mrn,
        tags,
        coalesce(
            (
                select list(tag order by position) from cable_tags t
                where t.cable_id = c.cable_id and kind <> 'person'
            ),
            []
        ) as tag_rows
    from cables c
)
where tags is distinct from tag_rows
order by cable_id;
