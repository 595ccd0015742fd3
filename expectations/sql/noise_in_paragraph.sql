-- title: no paragraph holds a page header, a banner, a stamp or a line of the archive's catalogue
-- severity: warning
-- judges: paragraphs
-- why: what reviewers and the message centre printed across a page is no sentence of the cable;
--      shapes are those of releases since 1973, and the document's own banner
-- docs: domain.md 6 and 9
select
    paragraphs.cable_id,
    cables.document_id,
    paragraphs.position,
    paragraphs.page_first,
    regexp_extract(
        paragraphs.text,
        'PAGE [0-9]{2} +[A-Z][A-Z ]+ [0-9]{5}|DECONTROLLED/UNCLASSIFIED'
        || '|Declassified/Released US Department of State|EO Systematic Review'
        || '|REVIEW AUTHORITY:|DATE/CASE ID:|RELEASED? IN (?:FULL|PART)|Case No\. [A-Z]-[0-9]{4}'
        || '|Message (?:Text|Attributes)|(?:Original|Current) (?:Classification|Handling)'
        || '|<< END OF DOCUMENT >>|-{15,} *[0-9]{5,6}'
    ) as noise,
    page_banner
from paragraphs
join cables using (cable_id)
join documents using (document_id)
where noise <> ''
    or (contains(page_banner, '/') and contains(paragraphs.text, page_banner))
order by paragraphs.cable_id, paragraphs.position;
