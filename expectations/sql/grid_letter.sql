-- title: W stands with ACTION, R with ORIGIN
-- severity: warning
-- judges: cables
-- why: incoming cables have an action office and outgoing ones an origin; a letter that says the
--      other way was misread, and so perhaps was the total beside it
-- docs: domain.md 6, office grid
select cables.cable_id, cables.document_id, mrn, distribution_letter, list(distinct role) as roles
from cables
join distribution using (cable_id)
where role in ('action', 'origin')
group by cables.cable_id, cables.document_id, mrn, distribution_letter
having (distribution_letter = 'W' and not list_contains(roles, 'action'))
    or (distribution_letter = 'R' and not list_contains(roles, 'origin'))
order by cables.cable_id;
