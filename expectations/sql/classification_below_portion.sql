-- title: a cable is classified at least as high as its paragraphs
-- severity: warning
-- judges: cables
-- why: the control line or a portion marking was misread, or a section of another cable got in
-- docs: domain.md 10.5
with levels (classification, level) as (
    values
        ('UNCLASSIFIED', 0),
        ('LIMITED OFFICIAL USE', 1),
        ('CONFIDENTIAL', 2),
        ('SECRET', 3),
        ('TOP SECRET', 4)
),
markings (marking, level) as (values ('U', 0), ('SBU', 0), ('LOU', 1), ('C', 2), ('S', 3), ('TS', 4)),
portions as (
    select cable_id, arg_max(portion_marking, level) as highest, max(level) as level
    from paragraphs
    join markings on marking = regexp_extract(portion_marking, '^[A-Z]+')
    group by cable_id
)
select cables.cable_id, document_id, mrn, cables.classification, highest as portion_marking
from cables
join levels using (classification)
join portions using (cable_id)
where levels.level < portions.level
order by cables.cable_id;
