"""What drawn lines and boxes mean: redactions, stamp frames, rules, strikes.

Knows boxes, nothing of what a mark means for a cable. All sizes are in points. They hold for marks
drawn by a PDF (here) and for marks found in a scan (`extract.solids`, `extract.outlines`).
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable, Sequence

import numpy as np

from extract.page import UNREAD_KINDS, Box, Mark, MarkKind, Word

SOLID_DARKNESS_SHARE = 0.5
"""Darker than half the paper's brightness is ink; solid areas are far darker, paper far lighter."""

MIN_REDACTION_WIDTH = 10.0
"""Points: a redaction hides at least a short word. Heavy type (foia_scans/d03) has letters filled
in solid, and its widest, the M, is 8 points wide."""

MIN_REDACTION_HEIGHT = 6.0
"""Points: a redaction is as high as the type it hides, and cables use 8 to 12 points."""

MIN_RULE_LENGTH = 60.0
"""Points: longer than any stroke of type; a row of dashes has gaps and is text."""

MAX_RULE_THICKNESS = 5.0
"""Points: the bar of a 2026 card is 3.5 thick."""

MAX_STRIKE_THICKNESS = 2.5
"""Points: lines drawn through markings at declassification are 0.5 to 1.5 thick."""

STRIKE_BAND = (0.25, 0.8)
"""Where a strike crosses a word, from its head: underlines lie below, overlines above."""

STRUCK_SHARE = 0.6
"""Share of a word's width a line must cover to strike it: an engine reads the number before a
struck marking as one word with it (`5.(SBU)`)."""


def find_drawn_marks(shapes: Iterable[tuple[Box, bool, float]], words: Sequence[Box]) -> list[Mark]:
    """Return the marks among a PDF's drawn shapes.

    Args:
        shapes: Box, whether it is filled, and its darkness (0 white, 1 black).
        words: Boxes of the words seen on the page, to tell a stamp's frame or a dark cell of a
            table from a redaction, and a rule from a line that strikes a word.
    """
    visible = [(box, is_filled, dark) for box, is_filled, dark in shapes if dark > 0]
    thin = [box for box, _, _ in visible if min(box.width, box.height) <= MAX_RULE_THICKNESS]
    outlines = [box for box, is_filled, _ in visible if not is_filled and box not in thin]
    solids = [
        box
        for box, is_filled, dark in visible
        if is_filled and dark > SOLID_DARKNESS_SHARE and box not in thin and _hides(box)
    ]
    marks = []
    for box in (*solids, *filter(_hides, (*outlines, *_drawn_by_lines(thin)))):
        holds_words = any(box.overlap(word) > word.width * word.height / 2 for word in words)
        marks.append(Mark(kind=MarkKind.FRAME if holds_words else MarkKind.REDACTION, box=box))
    frames = [mark.box for mark in marks]
    marks += [
        Mark(kind=MarkKind.RULE, box=box)
        for box in thin
        if box.width >= MIN_RULE_LENGTH
        and not any(_is_edge_of(box, frame) for frame in frames)
        and not any(strikes(box, word) for word in words)
    ]
    return marks


def strikes(line: Box, word: Box) -> bool:
    """Return whether a thin line runs through a word: over its middle, along most of it."""
    shared = min(line.x1, word.x1) - max(line.x0, word.x0)
    low, high = STRIKE_BAND
    return (
        line.height <= MAX_STRIKE_THICKNESS
        and shared >= STRUCK_SHARE * word.width
        and word.top + low * word.height <= line.middle <= word.top + high * word.height
    )


def with_strikes(words: Sequence[Word], lines: Sequence[Box]) -> tuple[Word, ...]:
    """Return words, those marked that a line runs through."""
    return tuple(
        dataclasses.replace(word, is_struck=True)
        if any(strikes(line, word.box) for line in lines)
        else word
        for word in words
    )


def _hides(box: Box) -> bool:
    """Return whether a box is large enough to stand for words."""
    return box.width >= MIN_REDACTION_WIDTH and box.height >= MIN_REDACTION_HEIGHT


def _drawn_by_lines(thin: Sequence[Box]) -> list[Box]:
    """Return the boxes whose four sides are single lines (the stamp of 94 DUSHANBE 259)."""
    across = [line for line in thin if line.width > line.height]
    upright = [line for line in thin if line.height > line.width]
    found = []
    for top, bottom in itertools.combinations(sorted(across, key=lambda line: line.top), 2):
        box = top.union(bottom)
        ends = abs(top.x0 - bottom.x0) + abs(top.x1 - bottom.x1)
        sides = [
            side for side in upright if _is_edge_of(side, box) and side.height > box.height / 2
        ]
        at_left = any(abs(side.x0 - box.x0) <= MAX_RULE_THICKNESS for side in sides)
        at_right = any(abs(side.x1 - box.x1) <= MAX_RULE_THICKNESS for side in sides)
        if ends <= 2 * MAX_RULE_THICKNESS and at_left and at_right:
            found.append(box)
    return found


def _is_edge_of(line: Box, box: Box) -> bool:
    """Return whether a thin line lies along a side of a box."""
    reach = MAX_RULE_THICKNESS
    inside_x = line.x0 >= box.x0 - reach and line.x1 <= box.x1 + reach
    inside_y = line.top >= box.top - reach and line.bottom <= box.bottom + reach
    at_end = min(abs(line.middle - box.top), abs(line.middle - box.bottom)) <= reach
    x = (line.x0 + line.x1) / 2
    at_side = min(abs(x - box.x0), abs(x - box.x1)) <= reach
    return inside_x and inside_y and (at_end if line.width > line.height else at_side)


def redacted_share(marks: Iterable[Mark], width: float, height: float) -> float:
    """Return the share of a page of `width` x `height` points under redactions, 0 to 1."""
    return _share_of([m.box for m in marks if m.kind is MarkKind.REDACTION], width, height)


def unread_share(marks: Iterable[Mark], width: float, height: float) -> float:
    """Return the share of a page of `width` x `height` points that is not read, 0 to 1."""
    return _share_of([m.box for m in marks if m.kind in UNREAD_KINDS], width, height)


def _share_of(boxes: Iterable[Box], width: float, height: float) -> float:
    """Return the share of a page under boxes, 0 to 1.

    Counted on a grid of points, so that boxes over each other count once.
    """
    grid = np.zeros((max(1, round(height)), max(1, round(width))), dtype=bool)
    for box in boxes:
        grid[
            max(0, round(box.top)) : max(0, round(box.bottom)),
            max(0, round(box.x0)) : max(0, round(box.x1)),
        ] = True
    return round(float(grid.mean()), 4)
