-- title: TAGS name a subject
-- severity: info
-- judges: cables
-- why: the handbook demands one subject tag; a cable with none has a misread code, or one of no list
-- docs: TAGS handbook 1974
select cable_id, document_id, mrn, tags
from cables
where len(tags) > 0
    and cable_id not in (select cable_id from cable_tags where kind in ('subject', 'program'))
order by cable_id;
