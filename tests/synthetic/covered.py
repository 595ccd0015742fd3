"""Live text under boxes drawn over it: a release that withholds nothing from who opens the file."""

from __future__ import annotations

from dataclasses import replace

from tests.synthetic.prints import Print
from tests.synthetic.sheets import Figure, Piece, Sheet, draw, width_of

REACH = 1.0
"""Points a box reaches past the words it covers."""


def cover(printed: Print, words: str, gray: float = 0.0) -> Print:
    """Return a print with a box drawn over some words, which stay where they are.

    Args:
        printed: The print.
        words: What to cover, wherever one printed line holds it.
        gray: Of the box: 0 black, 1 white.

    Raises:
        ValueError: no line holds the words.
    """
    sheets = [
        Sheet(
            pieces=sheet.pieces,
            figures=sheet.figures,
            covers=[
                *sheet.covers,
                *(_over(one, words, gray) for one in sheet.pieces if words in one.text),
            ],
        )
        for sheet in printed.sheets
    ]
    if not any(sheet.covers for sheet in sheets):
        raise ValueError(f"no line of the print holds {words!r}")
    return replace(printed, pdf=draw(sheets), sheets=tuple(sheets))


def _over(piece: Piece, words: str, gray: float) -> Figure:
    start = piece.text.index(words)
    x0, x1 = (
        piece.x + width_of(piece.text[:end], piece.font, piece.size)
        for end in (start, start + len(words))
    )
    return Figure(
        kind="black",
        x0=x0 - REACH,
        top=piece.top - REACH,
        x1=x1 + REACH,
        bottom=piece.top + piece.size + REACH,
        gray=gray,
    )
