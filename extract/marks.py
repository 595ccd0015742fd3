"""What drawn lines and boxes mean: redactions, stamp frames, rules, strikes.

Knows boxes, nothing of what a mark means for a cable. All sizes are in points. They hold for marks
drawn by a PDF (here) and for marks found in a scan (`extract.ink.solids`, `extract.ink.outlines`).
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from extract.page import UNREAD_KINDS, Box, Mark, MarkKind, Word

Sides = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

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


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnShape:
    """A rectangle or line drawn by the PDF itself, as the reader sees it.

    `darkness` is 0 for white and 1 for black; `is_filled` is False for an outline.
    """

    box: Box
    is_filled: bool
    darkness: float

    @property
    def is_thin(self) -> bool:
        """Whether it is a line, however drawn."""
        return min(self.box.width, self.box.height) <= MAX_RULE_THICKNESS


def find_drawn_marks(shapes: Iterable[DrawnShape], words: Sequence[Box]) -> list[Mark]:
    """Return the marks among a PDF's drawn shapes.

    Args:
        shapes: What the PDF draws.
        words: Boxes of the words seen on the page, to tell a stamp's frame or a dark cell of a
            table from a redaction, and a rule from a line that strikes a word.
    """
    visible = [shape for shape in shapes if shape.darkness > 0]
    # A cell's side is often its neighbour's too, and a box filled and outlined is drawn twice.
    thin = list(dict.fromkeys(shape.box for shape in visible if shape.is_thin))
    outlines = [shape.box for shape in visible if not shape.is_filled and not shape.is_thin]
    solids = [
        shape.box
        for shape in visible
        if shape.is_filled
        and shape.darkness > SOLID_DARKNESS_SHARE
        and not shape.is_thin
        and _hides(shape.box)
    ]
    marks: dict[Mark, None] = {}
    word_sides = _sides_of(words)
    for box in (*solids, *filter(_hides, (*outlines, *_drawn_by_lines(thin)))):
        kind = MarkKind.FRAME if _holds(box, word_sides) else MarkKind.REDACTION
        marks[Mark(kind=kind, box=box)] = None
    frame_sides = _sides_of([mark.box for mark in marks])
    rules = [
        Mark(kind=MarkKind.RULE, box=box)
        for box, sides in zip(thin, _sides_of(thin), strict=True)
        if box.width >= MIN_RULE_LENGTH
        and not _are_edges(sides, frame_sides).any()
        and not _strike(sides, word_sides).any()
    ]
    return [*marks, *rules]


def with_strikes(words: Sequence[Word], lines: Sequence[Box]) -> tuple[Word, ...]:
    """Return words, those marked that a line runs through."""
    thin = _sides_of([line for line in lines if line.height <= MAX_STRIKE_THICKNESS])
    if not len(thin):
        return tuple(words)
    return tuple(
        dataclasses.replace(word, is_struck=True) if _strike(thin, sides).any() else word
        for word, sides in zip(words, _sides_of([word.box for word in words]), strict=True)
    )


def _sides_of(boxes: Sequence[Box]) -> Sides:
    """Return boxes as an array of shape (n, 4): `x0`, `top`, `x1`, `bottom`."""
    sides = [(box.x0, box.top, box.x1, box.bottom) for box in boxes]
    return np.array(sides, dtype=np.float64).reshape(-1, 4)


def _hides(box: Box) -> bool:
    """Return whether a box is large enough to stand for words."""
    return box.width >= MIN_REDACTION_WIDTH and box.height >= MIN_REDACTION_HEIGHT


def _holds(box: Box, words: Sides) -> bool:
    """Return whether most of any word, of shape (n, 4), lies inside a box."""
    x0, top, x1, bottom = words.T
    across = np.minimum(x1, box.x1) - np.maximum(x0, box.x0)
    down = np.minimum(bottom, box.bottom) - np.maximum(top, box.top)
    shared = np.maximum(across, 0) * np.maximum(down, 0)
    return bool((shared > (x1 - x0) * (bottom - top) / 2).any())


def _strike(lines: Sides, words: Sides) -> Flags:
    """Return which lines run through which words: over their middle, along most of them.

    Either is of shape (n, 4), the other the same or (4,).
    """
    x0, top, x1, bottom = np.moveaxis(lines, -1, 0)
    left, head, right, foot = np.moveaxis(words, -1, 0)
    middle, height = (top + bottom) / 2, foot - head
    low, high = STRIKE_BAND
    struck: Flags = (
        (bottom - top <= MAX_STRIKE_THICKNESS)
        & (np.minimum(x1, right) - np.maximum(x0, left) >= STRUCK_SHARE * (right - left))
        & (head + low * height <= middle)
        & (middle <= head + high * height)
    )
    return struck


def _drawn_by_lines(thin: Sequence[Box]) -> list[Box]:
    """Return the boxes whose four sides are single lines (the stamp of 94 DUSHANBE 259)."""
    across = sorted((line for line in thin if line.width > line.height), key=lambda line: line.top)
    upright = _sides_of([line for line in thin if line.height > line.width])
    heights = upright[:, 3] - upright[:, 1]
    highest = 2 * float(heights.max(initial=0.0))
    found = []
    for index, top in enumerate(across):
        for bottom in itertools.islice(across, index + 1, None):
            if bottom.top - top.top >= highest:
                break
            if abs(top.x0 - bottom.x0) + abs(top.x1 - bottom.x1) > 2 * MAX_RULE_THICKNESS:
                continue
            box = top.union(bottom)
            (around,) = _sides_of([box])
            sides = upright[_are_edges(upright, around) & (heights > box.height / 2)]
            at_left = np.abs(sides[:, 0] - box.x0) <= MAX_RULE_THICKNESS
            at_right = np.abs(sides[:, 2] - box.x1) <= MAX_RULE_THICKNESS
            if at_left.any() and at_right.any():
                found.append(box)
    return found


def _are_edges(lines: Sides, boxes: Sides) -> Flags:
    """Return which thin lines lie along a side of which boxes.

    Either is of shape (n, 4), the other the same or (4,).
    """
    x0, top, x1, bottom = np.moveaxis(lines, -1, 0)
    left, head, right, foot = np.moveaxis(boxes, -1, 0)
    reach = MAX_RULE_THICKNESS
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    at_end = np.minimum(np.abs(y - head), np.abs(y - foot)) <= reach
    at_side = np.minimum(np.abs(x - left), np.abs(x - right)) <= reach
    edges: Flags = (
        (x0 >= left - reach)
        & (x1 <= right + reach)
        & (top >= head - reach)
        & (bottom <= foot + reach)
        & np.where(x1 - x0 > bottom - top, at_end, at_side)
    )
    return edges


def redacted_share(marks: Iterable[Mark], width: float, height: float) -> float:
    """Return the share of a page of `width` x `height` points under redactions, 0 to 1."""
    return _share_of([m.box for m in marks if m.kind is MarkKind.REDACTION], width, height)


def unread_share(marks: Iterable[Mark], width: float, height: float) -> float:
    """Return the share of a page of `width` x `height` points that is not read, 0 to 1."""
    return _share_of([m.box for m in marks if m.kind in UNREAD_KINDS], width, height)


def _share_of(boxes: Sequence[Box], width: float, height: float) -> float:
    """Return the share of a page under boxes, 0 to 1.

    Counted on a grid of points, so that boxes over each other count once.
    """
    if not boxes:
        return 0.0
    grid = np.zeros((max(1, round(height)), max(1, round(width))), dtype=bool)
    for box in boxes:
        grid[
            max(0, round(box.top)) : max(0, round(box.bottom)),
            max(0, round(box.x0)) : max(0, round(box.x1)),
        ] = True
    return round(float(grid.mean()), 4)
