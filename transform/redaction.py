"""Withheld stretches: boxes on the page, tied to their exemption codes and their line of text.

Seen: black boxes and white ones with an outline inside lines, codes in the right margin beside
them (`1.4(B)`, `B7(C)`), in the left one, inside a white box or right under it; whole pages denied;
words taken out without a box, a gap in the row beside the code.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.page import Box, Mark, MarkKind, Page, Word
from transform.cable import Extent, Redaction
from transform.defects import Defect, DefectCode
from transform.exemptions import is_exemption_list, parse_exemptions
from transform.row_kinds import RowKind
from transform.rows import Row, by_page

PAGE_EXTENT_SHARE = 0.6
"""A box over more than this share of the page leaves only the margins: the page is withheld."""

LINES_EXTENT_PITCH = 1.9
"""A box higher than this many line steps covers at least two lines."""

CODE_REACH_PITCH = 1.0
"""A margin code stands beside its box: at most one line step above or below it."""

GAP_CHARACTERS = 4
"""Blanks that show where words were taken out of a row: reviewers withhold words, and justified
type and tables leave three at most."""


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
        if not (boxes or codes):
            continue
        text = [row for row in own if kinds.get(row.index) is not RowKind.EXEMPTION]
        on_page = [_withheld(box, codes, page, text) for box in boxes]
        used = {id(code) for box in boxes for code in _beside(box, codes)}
        for code in codes:
            if id(code) not in used:
                gap = _gap_beside(code, text)
                if gap is None:
                    defects.append(_without_redaction(code))
                else:
                    on_page.append(_withheld(gap, [code], page, text))
        for one in on_page:
            if not one.redaction.exemptions:
                defects.append(_without_exemption(one, text))
        found += sorted(on_page, key=lambda one: (one.redaction.box.top, one.redaction.box.x0))
    return tuple(found), tuple(defects)


def _printed_codes(rows: Sequence[Row], kinds: Mapping[int, RowKind]) -> Iterator[PrintedCode]:
    """Yield the codes in rows of their own and those read into a row of text."""
    for row in rows:
        if kinds.get(row.index) is RowKind.EXEMPTION:
            codes = parse_exemptions(row.text, may_be_misread=True)
            if codes:
                yield PrintedCode(box=row.box, exemptions=codes, row=row)
        if row.margin_words:
            box = row.margin_words[0].box
            for word in row.margin_words[1:]:
                box = box.union(word.box)
            text = " ".join(word.text for word in row.margin_words)
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


def _gap_beside(code: PrintedCode, rows: Sequence[Row]) -> Box | None:
    """Return the widest gap between words of the row beside a code, if words fit in it."""
    row = _row_of(code.box, rows)
    if row is None or len(row.words) < 2:
        return None
    character = sum(word.box.width for word in row.words) / max(
        1, sum(len(word.text) for word in row.words)
    )
    left, right = max(pairwise(row.words), key=lambda pair: pair[1].box.x0 - pair[0].box.x1)
    if right.box.x0 - left.box.x1 < GAP_CHARACTERS * character:
        return None
    return Box(x0=left.box.x1, top=row.box.top, x1=right.box.x0, bottom=row.box.bottom)


def _extent(box: Box, page: Page, rows: Sequence[Row]) -> Extent:
    if box.width * box.height > PAGE_EXTENT_SHARE * page.width * page.height:
        return Extent.PAGE
    pitch = rows[0].pitch if rows else page.height
    return Extent.LINES if box.height > LINES_EXTENT_PITCH * pitch else Extent.WORDS
