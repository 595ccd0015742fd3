"""Setting rows as a line printer does: one fixed pitch, a page's furniture at head and foot.

What the newer layouts have in common. A layout gives its rows in order; here they get their places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.synthetic import words
from tests.synthetic.setting import Row
from tests.synthetic.sheets import Sheet

LEFT, TOP, BOTTOM = 66.0, 78.0, 708.0
PITCH = 11.0
SIZE = 9.0
ADVANCE = 0.6 * SIZE
"""Width of a column: Courier's advance is 0.6 of its size."""
PAGE_BREAK = Row(kind="page break", text="")
HEAD_TOPS = (26.0, 40.0)
FOOT_TOPS = (756.0, 742.0)
NOTICE_TOP = 9.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """What reviewers or a printer put on every page: kind and text, the outermost row first."""

    head: tuple[tuple[str, str], ...] = ()
    foot: tuple[tuple[str, str], ...] = ()
    is_numbered: bool = False
    """Whether the foot says `Page n of m`."""


def type_sheets(
    rows: Sequence[Row], furniture: Furniture, *, noun: str = "CABLE", spacing: float = 1.0
) -> list[Sheet]:
    """Set rows on as many pages as they take. Leading blanks and `before` are kept.

    Args:
        rows: In printed order; `PAGE_BREAK` starts a page.
        furniture: What stands on every page.
        noun: What the notice on the first page says it is not.
        spacing: Steps from row to row; 2 is a double-spaced print.
    """
    sheets = [Sheet()]
    sheets[0].put_centred(
        "notice", words.NOTICE.replace("CABLE", noun), NOTICE_TOP, "Helvetica-Bold", 9
    )
    top = TOP
    for row in rows:
        top += row.before * PITCH
        if row is PAGE_BREAK or top > BOTTOM:
            sheets.append(Sheet())
            top = TOP
        if row is PAGE_BREAK:
            continue
        indent = len(row.text) - len(row.text.lstrip())
        if row.text.strip():
            x = LEFT + ADVANCE * indent
            sheets[-1].put(row.kind, row.text.strip(), x, top, "Courier", SIZE)
        top += PITCH * spacing
    for number, sheet in enumerate(sheets, start=1):
        _furnish(sheet, furniture, number, len(sheets))
    return sheets


def _furnish(sheet: Sheet, furniture: Furniture, number: int, count: int) -> None:
    for tops, lines in ((HEAD_TOPS, furniture.head), (FOOT_TOPS, furniture.foot)):
        for top, (kind, text) in zip(tops, lines, strict=False):
            sheet.put_centred(kind, text, top, "Helvetica", 8)
    if furniture.is_numbered:
        sheet.put("page number", f"Page {number} of {count}", 520, 770, "Helvetica", 8)
