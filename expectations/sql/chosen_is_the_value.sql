-- title: the chosen reading is the value of the column
-- severity: warning
-- judges: cables
-- why: every value must be traceable to the line it was printed on
-- docs: warehouse.md, readings
with held as (
    unpivot (
        select
            cable_id,
            document_id,
            mrn,
            originator,
            classification,
            precedence,
            executive_order,
            subject,
            signature
        from cables
    )
    on mrn, originator, classification, precedence, executive_order, subject, signature
    into name field value held_value
)
select held.cable_id, held.document_id, held.field, held_value, readings.value as chosen_value
from held
left join readings
    on readings.cable_id = held.cable_id and readings.field = held.field and is_chosen
where readings.value is distinct from held_value
order by held.cable_id, held.field;
