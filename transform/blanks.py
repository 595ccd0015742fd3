"""Where words are withheld and nothing is drawn: the blank paper an exemption code stands beside.

Seen: a gap in the row beside a code, the rest of a row, rows left blank between others, a code in
the middle of the gap itself. Knows rows and where a code stands, not what it says. A page that was
scanned askew is looked at as if it lay straight: a margin is far from the middle of its row.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extract.page import Box, Page
from transform.rows import GAP_CHARACTERS, LEVEL_SHARE, Row
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

MIN_CONFIDENCE = 0.5
"""Of a row that bounds a blank: what is left of the line around a box is read with less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What is printed on one height: the boxes of its words from left to right."""

    words: tuple[Box, ...]
    box: Box

    @property
    def gaps(self) -> list[tuple[float, float]]:
        """Where each gap between two words begins and ends."""
        return [(left.x1, right.x0) for left, right in pairwise(self.words)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """The text of a page as it lies straight: its lines, edges, character, step and type.

    `slope` is what straightened it: how far it is moved down for each point to the right.
    """

    lines: tuple[Line, ...]
    left: float
    right: float
    character: float
    pitch: float
    row_height: float
    slope: float


def column_of(rows: Sequence[Row], page: Page) -> Column | None:
    """Return a page's column of text from the rows that are text, or None when there is none."""
    long_rows = [row for row in rows if len(row.text) > LONG_ROW]
    if len(long_rows) < FEWEST_LONG_ROWS:
        return None
    slope = math.tan(math.radians(page.skew_degrees or 0.0))
    type_height = median(word.box.height for row in long_rows for word in row.words)
    sure = [row for row in rows if row.confidence is None or row.confidence >= MIN_CONFIDENCE]
    lines = tuple(_lines([row for row in sure if row.has_text], slope, type_height))
    if not lines:
        return None
    return Column(
        lines=lines,
        left=median(row.box.x0 for row in long_rows),
        right=right_edge(long_rows),
        character=median(_character(row) for row in long_rows),
        pitch=long_rows[0].pitch,
        row_height=median(line.box.height for line in lines),
        slope=slope,
    )


def blank_beside(code: Box, column: Column) -> Box | None:
    """Return the blank paper that a code stands beside or in, None where there is none.

    The gap in its line goes before the rest of the line, and both before rows left blank.
    """
    code = _sloped(code, column.slope)
    level = _level_line(code, column.lines)
    if level is not None:
        found = _gap_in(level, code, column) or _rest_of(level, column)
        found = found or _blank_rows(code, column, BLANK_ROWS_BESIDE_PITCH)
    else:
        found = _blank_rows(code, column, BLANK_ROWS_PITCH)
    return found and _sloped(found, -column.slope)


def _sloped(box: Box, slope: float) -> Box:
    """Return a box moved down by its distance from the left edge times a slope."""
    down = (box.x0 + box.x1) / 2 * slope
    return Box(x0=box.x0, top=box.top + down, x1=box.x1, bottom=box.bottom + down)


def _lines(rows: Sequence[Row], slope: float, height: float) -> Iterator[Line]:
    """Yield the lines of straightened rows from the top; rows on one height are one line."""
    words = sorted(
        (tuple(_sloped(word.box, slope) for word in row.words) for row in rows),
        key=lambda boxes: median(box.middle for box in boxes),
    )
    gathered: list[list[Box]] = []
    last = -math.inf
    for boxes in words:
        middle = median(box.middle for box in boxes)
        if middle - last < LEVEL_SHARE * height:
            gathered[-1] += boxes
        else:
            gathered.append(list(boxes))
            last = middle
    for one in gathered:
        one.sort(key=lambda box: box.x0)
        box = one[0]
        for other in one[1:]:
            box = box.union(other)
        yield Line(words=tuple(one), box=box)


def _level_line(code: Box, lines: Sequence[Line]) -> Line | None:
    """Return the line a code stands beside: the one it shares most height with, half of its own."""

    def shared(line: Line) -> float:
        return min(code.bottom, line.box.bottom) - max(code.top, line.box.top)

    best = max(lines, key=shared, default=None)
    if best is None or shared(best) < 0.5 * min(best.box.height, code.height):
        return None
    return best


def _gap_in(line: Line, code: Box, column: Column) -> Box | None:
    """Return the gap between words of a line that holds the code, else the widest one."""
    holding = [gap for gap in line.gaps if gap[0] <= (code.x0 + code.x1) / 2 <= gap[1]]
    start, end = max(holding or line.gaps, key=lambda gap: gap[1] - gap[0], default=(0.0, 0.0))
    if end - start < GAP_CHARACTERS * column.character:
        return None
    return _in_line(line, start, end, column)


def _rest_of(line: Line, column: Column) -> Box | None:
    """Return the room left at the end of a line, or at its beginning, if words fit into it."""
    spans = ((line.box.x1, column.right), (column.left, line.box.x0))
    start, end = max(spans, key=lambda span: span[1] - span[0])
    if end - start < ROOM_CHARACTERS * column.character:
        return None
    return _in_line(line, start, end, column)


def _in_line(line: Line, start: float, end: float, column: Column) -> Box:
    """Return a stretch of a line, as high as lines are: its own letters may all be low."""
    half = max(line.box.height, column.row_height) / 2
    return Box(x0=start, top=line.box.middle - half, x1=end, bottom=line.box.middle + half)


def _blank_rows(code: Box, column: Column, steps: float) -> Box | None:
    """Return the rows left blank at a code, at least so many steps from foot to foot.

    Under the last line of a page, or over the first, nothing tells how many: one row is taken.
    """
    lead = max(0.0, column.pitch - column.row_height) / 2
    level = _level_line(code, column.lines)
    around = list(_around(code, level, column.lines))
    for above, below in around:
        if above and below and below.box.bottom - above.box.bottom >= steps * column.pitch:
            top, bottom = above.box.bottom + lead, below.box.top - lead
            return Box(x0=column.left, top=top, x1=column.right, bottom=bottom)
    is_at_an_end = any(above is None or below is None for above, below in around)
    if level is not None or not is_at_an_end:
        return None
    half = column.row_height / 2
    return Box(x0=column.left, top=code.middle - half, x1=column.right, bottom=code.middle + half)


def _around(
    code: Box, level: Line | None, lines: Sequence[Line]
) -> Iterator[tuple[Line | None, Line | None]]:
    """Yield the lines above and below a code; if it is level with one, those on either side."""
    over = [line for line in lines if line.box.middle < code.middle and line is not level]
    under = [line for line in lines if line.box.middle >= code.middle and line is not level]
    above, below = (over[-1] if over else None), (under[0] if under else None)
    if level is None:
        yield above, below
    else:
        yield level, below
        yield above, level


def _character(row: Row) -> float:
    """Return the width of a character of a row, in points."""
    return sum(word.box.width for word in row.words) / max(
        1, sum(len(word.text) for word in row.words)
    )
