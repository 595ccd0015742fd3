"""The characters of a text layer, whoever read them, before they are words.

Kept as columns: a page has thousands, and what is done to them is done to all at once.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from itertools import compress
from typing import Self

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

DOUBLE_SHARE = 0.1
"""Share of the type size by which a letter drawn again to look bold stands off the first: printing
programs use 0.02 to 0.05. The narrowest letters, `ll` in a condensed face, are 0.19 apart."""

MAX_ROWS = 1 << 20
"""Rows of letters that are told apart: a hundred pages of the smallest type."""

SAME_LINE = 0.01
"""Points by which letters drawn one after another may stand off one line: what rounding leaves."""

SOFT_HYPHEN = "\xad"
"""A place where a word may be broken; a text layer has it where a hyphen is printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Characters:
    """Characters in the order they were drawn in.

    Attributes:
        texts: What each shows: a letter, several for a ligature, or a blank.
        boxes: Shape (n, 4), in points from the top left of the page as seen: `x0`, `top`, `x1`,
            `bottom`. As wide as the character's advance, as high as its type size.
        turns: Shape (n,): quarter turns clockwise from level in which its line runs. 0 is to the
            right, 1 down, 2 to the left (upside down), 3 up.
    """

    texts: tuple[str, ...]
    boxes: Floats
    turns: Integers

    @classmethod
    def none(cls) -> Self:
        """Return no characters."""
        return cls(texts=(), boxes=np.empty((0, 4)), turns=np.empty(0, dtype=np.int64))

    def turned(self, quarters: int) -> Characters:
        """Return them with the page turned so often by a quarter, counter-clockwise as seen."""
        return Characters(
            texts=self.texts,
            boxes=turned_boxes(self.boxes, quarters),
            turns=(self.turns - quarters) % 4,
        )

    def chosen(self, which: npt.NDArray[np.bool_]) -> Characters:
        """Return those at which `which` of shape (n,) is true."""
        if which.all():
            return self
        return Characters(
            texts=tuple(compress(self.texts, which.tolist())),
            boxes=self.boxes[which],
            turns=self.turns[which],
        )


def as_printed(text: str) -> str:
    """Return the text of a character as paper shows it: nothing for a control, soft hyphens hard.

    Blanks stay, control codes that are blanks (tabs) too.
    """
    text = text.replace(SOFT_HYPHEN, "-")
    return "".join(c for c in text if c >= " " or c.isspace())


def turned_boxes(boxes: Floats, quarters: int) -> Floats:
    """Return boxes of shape (n, 4) turned about the origin, counter-clockwise as seen."""
    for _ in range(quarters % 4):
        x0, top, x1, bottom = boxes.T
        boxes = np.stack([top, -x1, bottom, -x0], axis=1)
    return boxes


def quarter_turns(across: Floats, down: Floats) -> Integers:
    """Return in which direction lines run, as `Characters.turns`, from their vectors as seen."""
    return (np.rint(np.arctan2(down, across) / (np.pi / 2)) % 4).astype(np.int64)


def without_doubles(characters: Characters) -> Characters:
    """Return level characters without those drawn again a hair apart, as is done to look bold.

    Of a letter's copies the leftmost is kept. Letters whose advance is not known stand all in one
    place, and are no copies.
    """
    x0, top, x1, bottom = characters.boxes.T
    sizes = np.rint((bottom - top) / SAME_LINE)
    reach = DOUBLE_SHARE * np.maximum(sizes, 1) * SAME_LINE
    kinds = _numbered(zip(characters.texts, sizes.tolist(), strict=True))
    is_double = np.zeros(len(kinds), dtype=bool)
    # Rows twice as high as the reach, and once more shifted by half: copies share one or the other.
    for shift in (0.0, 0.5):
        places = kinds * MAX_ROWS + np.floor(top / (2 * reach) + shift) % MAX_ROWS
        order = np.lexsort((x0, places))
        later, earlier = order[1:], order[:-1]
        is_double[later] |= (places[later] == places[earlier]) & (
            x0[later] - x0[earlier] <= reach[later]
        )
    return characters.chosen(~is_double | (x1 <= x0))


def joined_runs(characters: Characters, gap_share: float) -> Characters:
    """Return level characters with letters put together that were drawn one after the other.

    Args:
        characters: In the order they were drawn in.
        gap_share: The share of the type size up to which a gap is none.
    """
    x0, top, x1, bottom = characters.boxes.T
    sizes = bottom - top
    is_blank = np.array([text.isspace() for text in characters.texts], dtype=bool)
    goes_on = (
        ~(is_blank[1:] | is_blank[:-1])
        & (np.abs(np.diff(top)) <= SAME_LINE)
        & (np.abs(np.diff(bottom)) <= SAME_LINE)
        & (x0[1:] >= x0[:-1])
        & (x0[1:] <= x1[:-1] + gap_share * sizes[:-1])
    )
    starts = np.flatnonzero(np.concatenate([[True], ~goes_on])[: len(sizes)])
    ends = [*starts[1:].tolist(), len(sizes)]
    boxes = characters.boxes[starts].copy()
    for side, merge in ((1, np.minimum), (2, np.maximum), (3, np.maximum)):
        boxes[:, side] = merge.reduceat(characters.boxes[:, side], starts) if len(starts) else ()
    return Characters(
        texts=tuple(
            "".join(characters.texts[start:end])
            for start, end in zip(starts.tolist(), ends, strict=True)
        ),
        boxes=boxes,
        turns=characters.turns[starts],
    )


def _numbered(kinds: Iterable[Hashable]) -> Integers:
    """Return a number for each, the same for the same."""
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(kind, len(numbers)) for kind in kinds], dtype=np.int64)
