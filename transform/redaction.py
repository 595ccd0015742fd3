"""Withheld stretches: boxes on the page, tied to their exemption codes and their line of text.

Seen: black boxes and white ones with an outline inside lines, codes in the right margin beside
them (`1.4(B)`, `B7(C)`); whole pages denied.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extract.page import Box, MarkKind, Page
from transform.cable import Extent, Redaction
from transform.defects import Defect, DefectCode
from transform.layers import EXEMPTION_CODE, RowKind
from transform.rows import Row

PAGE_EXTENT_SHARE = 0.6
"""A box over more than this share of the page leaves only the margins: the page is withheld."""

LINES_EXTENT_PITCH = 1.9
"""A box higher than this many line steps covers at least two lines."""

CODE_REACH_PITCH = 1.0
"""A margin code stands beside its box: at most one line step above or below it."""

_LETTER_FOR_DIGIT = str.maketrans({"8": "B"})


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


def parse_exemptions(text: str) -> tuple[str, ...]:
    """Return the exemption codes in a text in their usual spelling: B7(C), 1.4(B), 25X1."""
    return tuple(dict.fromkeys(_canonical(m.group()) for m in EXEMPTION_CODE.finditer(text)))


def find_redactions(
    pages: Sequence[Page], rows: Sequence[Row], kinds: Mapping[int, RowKind]
) -> tuple[tuple[Withheld, ...], tuple[Defect, ...]]:
    """Return every redaction mark of a document with its codes and its row, in page order."""
    found: list[Withheld] = []
    defects: list[Defect] = []
    for page in pages:
        boxes = [mark.box for mark in page.marks if mark.kind is MarkKind.REDACTION]
        own = [row for row in rows if row.page_no == page.page_no]
        codes = [row for row in own if kinds.get(row.index) is RowKind.EXEMPTION]
        for box in sorted(boxes, key=lambda b: (b.top, b.x0)):
            row = _row_of(box, [row for row in own if row not in codes])
            exemptions = _exemptions_beside(box, codes, own[0].pitch if own else 0.0)
            found.append(
                Withheld(
                    redaction=Redaction(
                        page_no=page.page_no,
                        box=box,
                        extent=_extent(box, page, own),
                        exemptions=exemptions,
                    ),
                    row_index=row.index if row else None,
                )
            )
            if not exemptions:
                defects.append(
                    Defect(
                        code=DefectCode.REDACTION_WITHOUT_EXEMPTION,
                        field="redactions",
                        message="no exemption code stands beside the redaction",
                        page_no=page.page_no,
                        line_no=row.line_no if row else None,
                    )
                )
    return tuple(found), tuple(defects)


def _canonical(code: str) -> str:
    """Return a code as the order and the Act write it: `(b)(1)` and `B-1` are B1."""
    squeezed = "".join(char for char in code.upper() if char not in " -()")
    if squeezed[0] in "B8" and squeezed[1:2].isdigit() and "." not in squeezed:
        return f"B{squeezed[1]}" + (f"({squeezed[2]})" if len(squeezed) > 2 else "")
    if squeezed.startswith("25X"):
        return squeezed
    section, letter = squeezed[:-1].replace("I", "1"), squeezed[-1]
    return f"{section}({letter.translate(_LETTER_FOR_DIGIT)})"


def _row_of(box: Box, rows: Sequence[Row]) -> Row | None:
    """Return the row the box stands in: the one it shares most height with, if half of the row."""
    best, shared = None, 0.0
    for row in rows:
        height = min(box.bottom, row.box.bottom) - max(box.top, row.box.top)
        if height > shared and height >= 0.5 * min(row.box.height, box.height):
            best, shared = row, height
    return best


def _exemptions_beside(box: Box, codes: Sequence[Row], pitch: float) -> tuple[str, ...]:
    """Return the codes of the margin rows nearest to the box, none further than a line step."""
    reach = {row.index: _distance(box, row.box) for row in codes}
    near = [row for row in codes if reach[row.index] <= CODE_REACH_PITCH * pitch]
    if not near:
        return ()
    closest = min(reach[row.index] for row in near)
    return tuple(
        dict.fromkeys(
            code
            for row in near
            if reach[row.index] == closest
            for code in parse_exemptions(row.text)
        )
    )


def _distance(box: Box, code: Box) -> float:
    """Return how far the code's middle lies outside the box's height, in points."""
    return max(box.top - code.middle, code.middle - box.bottom, 0.0)


def _extent(box: Box, page: Page, rows: Sequence[Row]) -> Extent:
    if box.width * box.height > PAGE_EXTENT_SHARE * page.width * page.height:
        return Extent.PAGE
    pitch = rows[0].pitch if rows else page.height
    return Extent.LINES if box.height > LINES_EXTENT_PITCH * pitch else Extent.WORDS
