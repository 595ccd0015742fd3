"""Lines through words of a scan: found, and taken out so that the words can be read.

A strike has ink right above and right below it, where it crosses letters, and paper between them;
an underline has ink above only, a row of joined dashes neither, and letters of heavy type that grow
together have hardly any paper between them. Knows pixels; sizes are in points and multiplied by
`scale` (pixels a point).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from extract.ink.pieces import INK
from extract.ink.runs import Direction, boxes_of, find_runs
from extract.marks import MAX_STRIKE_THICKNESS
from extract.page import Box
from extract.raster import Gray

Flags = npt.NDArray[np.bool_]

MIN_LENGTH = 15.0
"""Points: a struck `(C)` is 18 to 23 long. Of 65 on invented prints one is found shorter."""

WORD_LENGTH = 22.0
"""Points: a struck `(SBU)` is 30 long. Serifs of two or three letters of heavy type grow together
to lines of 13 to 20 (foia_scans/d03 typical)."""

TOUCH = 2.0
TOUCH_SHARE = 0.25
"""A strike has ink within so many points both above and below, over this share of its length."""

MIN_EVENNESS = 0.65
"""The lesser of both shares to the greater: letters reach as often above a strike as below it, 0.78
at least on 129 struck words; heads or feet of heavy letters that grow together have most ink on one
side, 0.51 at most (foia_scans/d03 typical)."""

LETTER_TOUCH_SHARE = 0.15
MIN_CROSSINGS = 3
MIN_FREE_SHARE = 0.4
"""Of a line through one letter in brackets: the same share, how many strokes cross it (brackets
and the letter), and how much of it touches nothing. Of 65 lines through `(C)`, `(S)` and `(U)` 64
have that, with 0.46 to 0.65 free in nine of ten; serifs grown together have less than 0.36 in 19 of
20, and of 414 such on 70 pages one would pass, 13 points long."""

END_REACH = 1.5
"""Points a line may go on at its ends, too faint to be found: read as `-` or `:` beside a word."""

NEAR_TOUCH = 0.75
"""Points within which a stroke that crosses the line meets it from both sides."""

FAINT = 170
"""Gray (of 255) left of the line inside a letter, a little paler than ink: it may be the letter's
own bar. Left black, C and U are read as e and 8; taken out, B and S as O and C. Of 124 struck
markings 64 are read as printed, 48 if it is left black, 52 if it is taken out."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A thin line, in pixels, and by column whether ink is near above it and near below it."""

    x: int
    y: int
    w: int
    h: int
    above: Flags
    below: Flags


def erase_strikes(pixels: Gray, scale: float) -> tuple[Box, ...]:
    """Take lines through words out of an image, in place; return where they were, in points.

    Where a letter's stroke crosses the line the stroke is kept; inside a letter the line is left
    faint.
    """
    ink = (pixels < INK).astype(np.uint8)
    lines = find_runs(ink, round(MIN_LENGTH * scale), Direction.ACROSS)
    found = []
    for x, y, w, h in boxes_of(lines):
        if h > MAX_STRIKE_THICKNESS * scale:
            continue
        line = _Line(x, y, w, h, *_beside(ink, x, y, w, h, round(TOUCH * scale)))
        if not _is_strike(line, scale):
            continue
        start, end = max(0, x - round(END_REACH * scale)), x + w + round(END_REACH * scale)
        near, inside = (
            np.logical_and(*_beside(ink, start, y, end - start, h, round(reach * scale)))
            for reach in (NEAR_TOUCH, TOUCH)
        )
        band = pixels[max(0, y - 1) : y + h + 1, start:end]
        band[:, ~inside] = 255
        faint = inside & ~near
        band[:, faint] = np.maximum(band[:, faint], FAINT)
        found.append(Box(x0=x / scale, top=y / scale, x1=(x + w) / scale, bottom=(y + h) / scale))
    return tuple(found)


def _beside(ink: Gray, x: int, y: int, w: int, h: int, reach: int) -> tuple[Flags, Flags]:
    """Return by column whether there is ink within reach above a line, and below it.

    The row right beside it is left out: it is the line's own edge.
    """
    above = ink[max(0, y - 1 - reach) : max(0, y - 1), x : x + w]
    below = ink[y + h + 1 : y + h + 1 + reach, x : x + w]
    return np.asarray(above.any(axis=0)), np.asarray(below.any(axis=0))


def _is_strike(line: _Line, scale: float) -> bool:
    """Return whether a thin line runs through words."""
    touches, most = sorted((float(line.above.mean()), float(line.below.mean())))
    if line.w >= WORD_LENGTH * scale and touches >= max(TOUCH_SHARE, MIN_EVENNESS * most):
        return True
    free = float((~line.above & ~line.below).mean())
    crossings = np.count_nonzero(np.diff((line.above & line.below).astype(np.int8), prepend=0) > 0)
    return (
        touches >= LETTER_TOUCH_SHARE and free >= MIN_FREE_SHARE and int(crossings) >= MIN_CROSSINGS
    )
