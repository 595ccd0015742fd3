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
)
select
    cables.cable_id,
    document_id,
    mrn,
    min(expected) filter (where number <> expected) as first_expected,
    list(number order by expected) as numbers
from numbered
join cables using (cable_id)
group by cables.cable_id, document_id, mrn
having bool_or(number <> expected)
order by cables.cable_id;
