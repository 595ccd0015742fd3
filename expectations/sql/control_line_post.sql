-- title: the post of the control line is the post of the FM line
-- severity: warning
-- judges: cables
-- why: both name the sender, so one of them was misread; prints of the 1970s cut the post of the
--      control line to six letters, and a party that travels (SECTO) sends from where it is
-- docs: domain.md 7, MRN
select cable_id, document_id, mrn, post, originator
from cables
where not contains(
    regexp_replace(upper(originator), '[^A-Z]', '', 'g'),
    regexp_replace(upper(post), '[^A-Z]', '', 'g')
)
    and post not in ('SECTO', 'TOSEC', 'PARTO', 'TOPAR')
order by cable_id;
