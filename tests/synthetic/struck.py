"""Markings struck out at declassification: a line through them, and where it is."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

from tests.synthetic.prints import Print
from tests.synthetic.sheets import ASCENT, Figure, Piece, Sheet, draw, width_of

MARKING = re.compile(r"^(?:\d+\. )?(?P<struck>\((?:SBU|C|S|U)\))")
WHOLE_LINE = re.compile(r"^(?P<struck>SENSITIVE)$")
CLASS_WORDS = re.compile(
    r"^(?P<struck>(?:UNCLAS|C O N F I D E N T I A L|S E C R E T|CONFIDENTIAL|SECRET))\b"
)

HEIGHT_SHARE = (0.26, 0.36)
"""Least and most height of the line above the foot of the letters, as a share of the type size."""

THICKNESS = (0.6, 1.4)
REACH = (-0.5, 2.5)
"""Points a line reaches past the word at its ends; negative where it begins inside."""


def strike_markings(printed: Print, rng: Random) -> Print:
    """Return a print with its portion markings, SENSITIVE and the classification struck out."""
    sheets = tuple(
        replace_figures(sheet, [*sheet.figures, *_strikes(sheet, rng)]) for sheet in printed.sheets
    )
    return replace(printed, pdf=draw(list(sheets)), sheets=sheets)


def replace_figures(sheet: Sheet, figures: list[Figure]) -> Sheet:
    """Return a sheet with other figures on it."""
    return Sheet(pieces=sheet.pieces, figures=figures)


def _strikes(sheet: Sheet, rng: Random) -> list[Figure]:
    """Return a line for every marking of a sheet, drawn from the numbers given."""
    found = []
    for piece in sheet.pieces:
        for shape, kinds in (
            (MARKING, ("body",)),
            (WHOLE_LINE, ("header",)),
            (CLASS_WORDS, ("header",)),
        ):
            match = shape.match(piece.text) if piece.kind in kinds else None
            if match:
                found.append(_line_through(piece, match, rng))
    return found


def _line_through(piece: Piece, match: re.Match[str], rng: Random) -> Figure:
    start, end = (
        piece.x + width_of(piece.text[:edge], piece.font, piece.size)
        for edge in match.span("struck")
    )
    foot = piece.top + ASCENT * piece.size
    middle = foot - rng.uniform(*HEIGHT_SHARE) * piece.size
    half = rng.uniform(*THICKNESS) / 2
    return Figure(
        kind="strike",
        x0=start - rng.uniform(*REACH),
        top=middle - half,
        x1=end + rng.uniform(*REACH),
        bottom=middle + half,
        truth=match["struck"],
    )
