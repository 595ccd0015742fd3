"""Pages typed in a test: one character is 6 points wide, one line step 12 points high."""

from __future__ import annotations

import re

from extract.page import Box, Mark, Page, TextLine, TextSource, Word
from transform.rows import Row, flatten

WIDTH, HEIGHT = 612.0, 792.0
LEFT, TOP, COLUMN, PITCH, TYPE = 36.0, 96.0, 6.0, 12.0, 9.0
HEAD, FOOT = 24.0, 760.0
"""Where a reviewer's banner stands, at the edges of the page."""


def page(
    text: str,
    page_no: int = 1,
    *,
    head: str = "",
    foot: str = "",
    marks: tuple[Mark, ...] = (),
    confidence: float | None = None,
) -> Page:
    """Return a page as typed: columns and blank lines count, `head` and `foot` are at its edges."""
    placed = [(HEAD, head), *_placed(text), (FOOT, foot)]
    lines = [
        _line(page_no, number, top, line, confidence)
        for number, (top, line) in enumerate([p for p in placed if p[1].strip()], 1)
    ]
    return Page(
        document_id="0" * 64,
        page_no=page_no,
        width=WIDTH,
        height=HEIGHT,
        source=TextSource.EMBEDDED if confidence is None else TextSource.OCR,
        engine="typed",
        route_reason="typed in a test",
        lines=tuple(lines),
        marks=marks,
    )


def rows(*sheets: str, confidence: float | None = None) -> tuple[Row, ...]:
    """Return the rows of pages as typed, the first page first."""
    return flatten([page(text, n, confidence=confidence) for n, text in enumerate(sheets, 1)])


def box(line: int, start: int, end: int) -> Box:
    """Return the box of the columns `start` to `end` of a typed line, lines counted from 0."""
    top = TOP + line * PITCH
    return Box(x0=LEFT + start * COLUMN, top=top, x1=LEFT + end * COLUMN, bottom=top + TYPE)


def _placed(text: str) -> list[tuple[float, str]]:
    return [(TOP + n * PITCH, line) for n, line in enumerate(text.strip("\n").split("\n"))]


def _line(page_no: int, number: int, top: float, text: str, confidence: float | None) -> TextLine:
    words = [
        Word(
            text=match.group(),
            box=Box(
                x0=LEFT + match.start() * COLUMN,
                top=top,
                x1=LEFT + match.end() * COLUMN,
                bottom=top + TYPE,
            ),
            confidence=confidence,
        )
        for match in re.finditer(r"\S+", text)
    ]
    return TextLine(page_no=page_no, line_no=number, words=tuple(words))
