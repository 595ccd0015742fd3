-- title: numbered paragraphs run 1..n
-- severity: warning
-- judges: cables
-- why: a gap is a paragraph that was lost or glued to the one before; a number twice is a list item
--      taken for a paragraph. A cable of one paragraph has no number (5 FAH-1 H-246)
-- docs: domain.md 8
with numbered as (
    select
        cable_id,
        number,
        row_number() over (partition by cable_id order by position) as expected
    from paragraphs
    where number is not null
),
gaps as (
    select cable_id, min(expected) as first_expected
    from numbered
    where number <> expected
    group by cable_id
)
select
    cables.cable_id,
    document_id,
    mrn,
    first_expected,
    (
        select list(number order by position) from paragraphs p
        where p.cable_id = gaps.cable_id and number is not null
    ) as numbers
from gaps
join cables using (cable_id)
order by cables.cable_id;
