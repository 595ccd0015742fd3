"""Where words are withheld and nothing is drawn: the blank paper an exemption code stands beside.

Seen: a gap in the row beside a code, the rest of a row, rows left blank between others, a code in
the middle of the gap itself. Knows rows and where a code stands, not what it says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extract.page import Box
from transform.rows import GAP_CHARACTERS, Row
from transform.running_text import right_edge

LONG_ROW = 30
"""Characters of rows that show where the text's edges are."""

FEWEST_LONG_ROWS = 3
"""Fewer tell of no column: a card, a letterhead."""

ROOM_CHARACTERS = 10
"""Blanks at an end of a row that show that words were taken out: typists indent by five, and a
ragged right edge leaves the room of a long word."""

BLANK_ROWS_PITCH = 1.8
"""Steps from row to row over a blank row, at a code level with the blank."""

BLANK_ROWS_BESIDE_PITCH = 2.8
"""The same at a code level with the row above or below: white space between paragraphs is one row
high, so there must be two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """The text of a page: its edges, the width of a character, the step and height of its rows."""

    rows: tuple[Row, ...]
    left: float
    right: float
    character: float
    pitch: float
    row_height: float


def column_of(rows: Sequence[Row]) -> Column | None:
    """Return a page's column of text from the rows that are text, or None when there is none."""
    long_rows = [row for row in rows if len(row.text) > LONG_ROW]
    if len(long_rows) < FEWEST_LONG_ROWS:
        return None
    return Column(
        rows=tuple(sorted(rows, key=lambda row: row.box.middle)),
        left=median(row.box.x0 for row in long_rows),
        right=right_edge(long_rows),
        character=median(_character(row) for row in long_rows),
        pitch=long_rows[0].pitch,
        row_height=median(row.box.height for row in long_rows),
    )


def blank_beside(code: Box, column: Column) -> Box | None:
    """Return the blank paper that a code stands beside or in, None where there is none.

    The gap in its row goes before the rest of the row, and both before rows left blank.
    """
    level = _level_row(code, column.rows)
    if level is not None:
        found = _gap_in(level, code) or _rest_of(level, column)
        return found or _blank_rows(code, column, BLANK_ROWS_BESIDE_PITCH)
    return _blank_rows(code, column, BLANK_ROWS_PITCH)


def _level_row(code: Box, rows: Sequence[Row]) -> Row | None:
    """Return the row a code stands beside: the one it shares most height with, half of its own."""

    def shared(row: Row) -> float:
        return min(code.bottom, row.box.bottom) - max(code.top, row.box.top)

    best = max(rows, key=shared, default=None)
    if best is None or shared(best) < 0.5 * min(best.box.height, code.height):
        return None
    return best


def _gap_in(row: Row, code: Box) -> Box | None:
    """Return the gap between words of a row that holds the code, else the widest one."""
    gaps = [(left.box.x1, right.box.x0) for left, right in pairwise(row.words)]
    holding = [gap for gap in gaps if gap[0] <= (code.x0 + code.x1) / 2 <= gap[1]]
    start, end = max(holding or gaps, key=lambda gap: gap[1] - gap[0], default=(0.0, 0.0))
    if end - start < GAP_CHARACTERS * _character(row):
        return None
    return Box(x0=start, top=row.box.top, x1=end, bottom=row.box.bottom)


def _rest_of(row: Row, column: Column) -> Box | None:
    """Return the room left at the end of a row, or at its beginning, if words fit into it."""
    spans = ((row.box.x1, column.right), (column.left, row.box.x0))
    start, end = max(spans, key=lambda span: span[1] - span[0])
    if end - start < ROOM_CHARACTERS * column.character:
        return None
    return Box(x0=start, top=row.box.top, x1=end, bottom=row.box.bottom)


def _blank_rows(code: Box, column: Column, steps: float) -> Box | None:
    """Return the rows left blank at a code, at least so many steps from foot to foot.

    Under the last row of a page, or over the first, nothing tells how many: one row is taken.
    """
    lead = max(0.0, column.pitch - column.row_height) / 2
    for above, below in _around(code, column):
        if above is None or below is None:
            continue
        if below.box.bottom - above.box.bottom >= steps * column.pitch:
            return Box(
                x0=column.left,
                top=above.box.bottom + lead,
                x1=column.right,
                bottom=below.box.top - lead,
            )
    (above, below), *_ = _around(code, column)
    if (above is None) == (below is None) or _level_row(code, column.rows) is not None:
        return None
    half = column.row_height / 2
    return Box(x0=column.left, top=code.middle - half, x1=column.right, bottom=code.middle + half)


def _around(code: Box, column: Column) -> Iterator[tuple[Row | None, Row | None]]:
    """Yield the rows above and below a code; level with a row, those on either side of it."""
    level = _level_row(code, column.rows)
    above = [row for row in column.rows if row.box.middle < code.middle and row is not level]
    below = [row for row in column.rows if row.box.middle >= code.middle and row is not level]
    over, under = (above[-1] if above else None), (below[0] if below else None)
    if level is None:
        yield over, under
    else:
        yield level, under
        yield over, level


def _character(row: Row) -> float:
    """Return the width of a character of a row, in points."""
    return sum(word.box.width for word in row.words) / max(
        1, sum(len(word.text) for word in row.words)
    )
