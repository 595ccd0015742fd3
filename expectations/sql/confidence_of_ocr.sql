-- title: a cable has a confidence if, and only if, a page of it was read by OCR
-- severity: warning
-- judges: cables
-- why: embedded text carries no measure of its own truth, and a made-up one would hide that
-- docs: warehouse.md, cables.confidence
select cable_id, document_id, mrn, confidence, ocr_pages
from (
    select
        cables.cable_id,
        cables.document_id,
        mrn,
        confidence,
        count(*) filter (where text_source = 'ocr' and line_count > 0) as ocr_pages
    from cables
    join pages
        on pages.document_id = cables.document_id and page_no between page_first and page_last
    group by cables.cable_id, cables.document_id, mrn, confidence
)
where (confidence is null) <> (ocr_pages = 0)
order by cable_id;
