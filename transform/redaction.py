"""Withheld stretches: boxes on the page, tied to their exemption codes and their line of text.

Seen: black boxes and white ones with an outline inside lines, codes in the right margin beside
them (`1.4(B)`, `B7(C)`), in the left one, inside a white box or right under it; words taken out
without a box (`transform.blanks`); sheets in the place of pages denied in full.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extract.page import Box, Mark, MarkKind, Page, Word
from transform.blanks import blank_beside, column_of
from transform.cable import Extent, Layer, Redaction
from transform.defects import Defect, DefectCode
from transform.exemptions import is_exemption_list, parse_exemptions
from transform.layers import is_sheet
from transform.row_kinds import LAYER_OF, RowKind
from transform.rows import Row, by_page

PAGE_EXTENT_SHARE = 0.6
"""A box over more than this share of the page leaves only the margins: the page is withheld."""

LINES_EXTENT_PITCH = 1.9
"""A box higher than this many line steps covers at least two lines."""

CODE_REACH_PITCH = 1.0
"""A margin code stands beside its box: at most one line step above or below it."""

DECISION_PITCH = 1.5
"""A code right under the stamp of the decision is the stamp's: RELEASED IN PART over B1, 1.4(D)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """A redaction with the row it stands in, None where it stands between rows.

    `token` is what stands for it in the text: `[REDACTED B1]`.
    """

    redaction: Redaction
    row_index: int | None

    @property
    def token(self) -> str:
        """The text that stands for the withheld stretch."""
        return " ".join(("[REDACTED", *self.redaction.exemptions)) + "]"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedCode:
    """Exemption codes printed in one place, and the row they stand in or beside."""

    box: Box
    exemptions: tuple[str, ...]
    row: Row


def withheld_boxes(pages: Sequence[Page]) -> dict[int, tuple[Box, ...]]:
    """Return the boxes over withheld stretches by page, in reading order.

    A white box with nothing but an exemption code in it is one, though ink makes a frame of it.
    """
    found: dict[int, tuple[Box, ...]] = {}
    for page in pages:
        boxes = [mark.box for mark in page.marks if _withholds(mark, page)]
        if boxes:
            found[page.page_no] = tuple(sorted(boxes, key=lambda box: (box.top, box.x0)))
    return found


def _withholds(mark: Mark, page: Page) -> bool:
    if mark.kind is not MarkKind.FRAME:
        return mark.kind is MarkKind.REDACTION
    inside = [word.text for line in page.lines for word in line.words if _is_inside(word, mark.box)]
    return is_exemption_list(" ".join(inside))


def _is_inside(word: Word, box: Box) -> bool:
    x = (word.box.x0 + word.box.x1) / 2
    return box.x0 <= x <= box.x1 and box.top <= word.box.middle <= box.bottom


def find_redactions(
    pages: Sequence[Page], rows: Sequence[Row], kinds: Mapping[int, RowKind]
) -> tuple[tuple[Withheld, ...], tuple[Defect, ...]]:
    """Return every withheld stretch of a document with its codes and its row, in page order."""
    found: list[Withheld] = []
    defects: list[Defect] = []
    boxes_of = withheld_boxes(pages)
    rows_of = by_page(rows)
    for page in pages:
        own = rows_of.get(page.page_no, [])
        codes = list(_printed_codes(own, kinds))
        boxes = boxes_of.get(page.page_no, ())
        text = [row for row in own if kinds.get(row.index) is not RowKind.EXEMPTION]
        if is_sheet(own, kinds):
            found.append(_page_withheld(page, codes, own, kinds))
            continue
        if not (boxes or codes):
            continue
        on_page = [_withheld(box, codes, page, text) for box in boxes]
        used = {id(code) for box in boxes for code in _beside(box, codes)}
        blanks = _blanks([code for code in codes if id(code) not in used], own, kinds, page)
        on_page += [_withheld(box, beside, page, text) for box, beside in blanks if box]
        defects += [
            _without_redaction(code) for box, beside in blanks if not box for code in beside
        ]
        for one in on_page:
            if not one.redaction.exemptions:
                defects.append(_without_exemption(one, text))
        found += sorted(on_page, key=lambda one: (one.redaction.box.top, one.redaction.box.x0))
    return tuple(found), tuple(defects)


def _blanks(
    codes: Sequence[PrintedCode], rows: Sequence[Row], kinds: Mapping[int, RowKind], page: Page
) -> list[tuple[Box | None, list[PrintedCode]]]:
    """Return the blank stretches codes without a box stand beside, each with its codes.

    Codes that no blank explains come with None.
    """
    stamped = [row for row in rows if kinds.get(row.index) is RowKind.DECISION]
    released = {row.index for row in rows if _is_release(row, kinds)}
    text = [row for row in rows if row.index not in released]
    column = column_of(text, page) if codes else None
    found: dict[Box | None, list[PrintedCode]] = {}
    for code in codes:
        is_stamps = any(_is_right_under(code.box, row) for row in stamped)
        box = None if column is None or is_stamps else blank_beside(code.box, column)
        found.setdefault(box, []).append(code)
    return list(found.items())


def _is_release(row: Row, kinds: Mapping[int, RowKind]) -> bool:
    return row.index in kinds and LAYER_OF[kinds[row.index]] is Layer.RELEASE


def _is_right_under(box: Box, row: Row) -> bool:
    """Return whether a box stands under a row, no more than a line apart."""
    apart = box.middle - row.box.middle
    shared = min(box.x1, row.box.x1) - max(box.x0, row.box.x0)
    return 0 < apart <= DECISION_PITCH * row.pitch + row.box.height and shared > 0


def _page_withheld(
    page: Page, codes: Sequence[PrintedCode], rows: Sequence[Row], kinds: Mapping[int, RowKind]
) -> Withheld:
    """Return a page withheld as a whole, with all codes its sheet cites."""
    cited = [code for printed in codes for code in printed.exemptions]
    cited += [
        code
        for row in rows
        if kinds.get(row.index) in (RowKind.WITHHELD_SHEET, RowKind.DECISION)
        for code in parse_exemptions(row.text)
    ]
    return Withheld(
        redaction=Redaction(
            page_no=page.page_no,
            box=Box(x0=0.0, top=0.0, x1=page.width, bottom=page.height),
            extent=Extent.PAGE,
            exemptions=tuple(dict.fromkeys(cited)),
        ),
        row_index=None,
    )


def _printed_codes(rows: Sequence[Row], kinds: Mapping[int, RowKind]) -> Iterator[PrintedCode]:
    """Yield the codes in rows of their own and those read into a row of text."""
    for row in rows:
        if kinds.get(row.index) is RowKind.EXEMPTION:
            codes = parse_exemptions(row.text, may_be_misread=True)
            if codes:
                yield PrintedCode(box=row.box, exemptions=codes, row=row)
        if row.code_words:
            box = row.code_words[0].box
            for word in row.code_words[1:]:
                box = box.union(word.box)
            text = " ".join(word.text for word in row.code_words)
            yield PrintedCode(box=box, exemptions=parse_exemptions(text), row=row)


def _withheld(box: Box, codes: Sequence[PrintedCode], page: Page, rows: Sequence[Row]) -> Withheld:
    row = _row_of(box, rows)
    exemptions = dict.fromkeys(
        code for printed in _beside(box, codes) for code in printed.exemptions
    )
    return Withheld(
        redaction=Redaction(
            page_no=page.page_no,
            box=box,
            extent=_extent(box, page, rows),
            exemptions=tuple(exemptions),
        ),
        row_index=row.index if row else None,
    )


def _without_exemption(one: Withheld, rows: Sequence[Row]) -> Defect:
    return Defect(
        code=DefectCode.REDACTION_WITHOUT_EXEMPTION,
        field="redactions",
        message="no exemption code stands beside the redaction",
        page_no=one.redaction.page_no,
        line_no=next((row.line_no for row in rows if row.index == one.row_index), None),
    )


def _without_redaction(code: PrintedCode) -> Defect:
    return Defect(
        code=DefectCode.EXEMPTION_WITHOUT_REDACTION,
        field="redactions",
        message=f"nothing is seen to be withheld beside {', '.join(code.exemptions)}",
        page_no=code.row.page_no,
        line_no=code.row.line_no,
    )


def _row_of(box: Box, rows: Sequence[Row]) -> Row | None:
    """Return the row the box stands in: the one it shares most height with, if half of the row."""
    best, shared = None, 0.0
    for row in rows:
        height = min(box.bottom, row.box.bottom) - max(box.top, row.box.top)
        if height > shared and height >= 0.5 * min(row.box.height, box.height):
            best, shared = row, height
    return best


def _beside(box: Box, codes: Sequence[PrintedCode]) -> list[PrintedCode]:
    """Return the codes nearest to the box in height, none further than a line step."""
    reach = [(_distance(box, code.box), code) for code in codes]
    near = [
        (distance, code)
        for distance, code in reach
        if distance <= CODE_REACH_PITCH * code.row.pitch
    ]
    closest = min((distance for distance, _ in near), default=0.0)
    return [code for distance, code in near if distance == closest]


def _distance(box: Box, code: Box) -> float:
    """Return how far the code's middle lies outside the box's height, in points."""
    return max(box.top - code.middle, code.middle - box.bottom, 0.0)


def _extent(box: Box, page: Page, rows: Sequence[Row]) -> Extent:
    if box.width * box.height > PAGE_EXTENT_SHARE * page.width * page.height:
        return Extent.PAGE
    pitch = rows[0].pitch if rows else page.height
    return Extent.LINES if box.height > LINES_EXTENT_PITCH * pitch else Extent.WORDS
