"""What is wrong with pages as extracted: not read, or holding what they do not show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from extract.page import UNREAD_KINDS, HiddenText, MarkKind, Page, TextSource
from transform.defects import Defect, DefectCode

_WHAT = {
    MarkKind.PICTURE: "a photograph or shaded",
    MarkKind.UNREAD: "handwriting, a seal or other ink that is no type",
}


def page_defects(pages: Sequence[Page]) -> Iterator[Defect]:
    """Yield what is wrong with a document's pages, page by page."""
    for page in pages:
        if page.source is TextSource.NONE:
            yield Defect(
                code=DefectCode.PAGE_WITHOUT_TEXT,
                message=f"nothing was read on page {page.page_no}: {page.route_reason}",
                page_no=page.page_no,
            )
        yield from (_hidden(one, page.page_no) for one in page.hidden_text)


def unread_areas(pages: Iterable[Page]) -> Iterator[Defect]:
    """Yield the areas of pages that are not read, each with its box."""
    for page in pages:
        for mark in page.marks:
            if mark.kind in UNREAD_KINDS:
                share = mark.box.area / (page.width * page.height)
                yield Defect(
                    code=DefectCode.PAGE_AREA_UNREAD,
                    message=f"{share:.1%} of page {page.page_no} is {_WHAT[mark.kind]}: not read",
                    page_no=page.page_no,
                    box=mark.box,
                )


def _hidden(one: HiddenText, page_no: int) -> Defect:
    """Return the alarm for words the file holds and the page does not show."""
    words = f"{_count(one.word_count, 'word')} ({_count(one.character_count, 'character')})"
    kept_back = "not published here; tell who released it, since the file itself gives them"
    if one.is_under_box:
        return Defect(
            code=DefectCode.TEXT_BENEATH_REDACTION,
            field="redactions",
            message=f"text layer: {words} under a box on page {page_no}, {kept_back}",
            page_no=page_no,
            box=one.box,
        )
    return Defect(
        code=DefectCode.PAGE_TEXT_UNSEEN,
        field="text",
        message=f"text layer: {words} that nobody sees on page {page_no}, {kept_back}",
        page_no=page_no,
        box=one.box,
    )


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
