"""Words drawn to the ink of their own letters.

An engine's boxes take in pieces of the lines above and below and cut letters short, by two or
three points; feet and sizes of type cannot be told from them. Sizes are in points.
"""

from __future__ import annotations

import dataclasses
import statistics
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from extract.geometry import rounded_box
from extract.ink.dust import MAX_SPECK
from extract.ink.pieces import Pieces, Rows
from extract.page import Word

OWN_LINE_SHARE = 0.8
"""A piece of ink whose middle is further off its word's than this share of the letters' height is
of another line: commas and dots reach 0.6."""

LETTER_GAP = 2.5
"""Points between two letters of a word; blanks of 10-pitch type are over 6, those of 7-point
stamps 2.5."""

MAX_LETTER_SHARE = 1.9
"""Pieces higher than this share of the word's usual letter are letters grown together with another
line's; a `(` or `/` beside small letters reaches 1.8."""


def tighten(words: Sequence[Word], pieces: Pieces, scale: float) -> tuple[Word, ...]:
    """Return words with their boxes drawn to the ink of their own letters.

    Args:
        words: An engine's words, in points.
        pieces: The ink of the picture it read.
        scale: Its pixels a point.
    """
    boxes = pieces.boxes[pieces.boxes[:, 4] > 0][1:] / scale
    middle_x, middle_y = boxes[:, 0] + boxes[:, 2] / 2, boxes[:, 1] + boxes[:, 3] / 2
    owners = np.full(len(boxes), -1)
    for index, word in enumerate(words):
        box = word.box
        inside = (
            (middle_x >= box.x0)
            & (middle_x <= box.x1)
            & (middle_y >= box.top)
            & (middle_y <= box.bottom)
        )
        owners[inside & (owners < 0)] = index
    drawn = [_drawn_to(word, boxes[owners == index]) for index, word in enumerate(words)]
    for index in _give_strays(owners, boxes, drawn):
        drawn[index] = _drawn_to(drawn[index], boxes[owners == index])
    return tuple(drawn)


def _give_strays(owners: Rows, boxes: npt.NDArray[np.float64], words: Sequence[Word]) -> set[int]:
    """Give each letter under no word's box to the word it stands right beside, in place.

    From left to right, so that a word cut short by two letters gets both. Returns the words that
    got some.
    """
    given: set[int] = set()
    if not words:
        return given
    spans = np.array([[w.box.x0, w.box.top, w.box.x1, w.box.bottom] for w in words])
    strays = np.flatnonzero((owners < 0) & (boxes[:, 3] > MAX_SPECK))
    for stray in strays[np.argsort(boxes[strays, 0])]:
        x, y, w, h = boxes[stray, :4]
        level = (spans[:, 1] - 1 <= y + h / 2) & (y + h / 2 <= spans[:, 3] + 1)
        gaps = np.maximum(spans[:, 0] - (x + w), x - spans[:, 2])
        gaps = np.where(level, np.maximum(gaps, 0.0), np.inf)
        nearest = int(np.argmin(gaps))
        if gaps[nearest] <= LETTER_GAP:
            owners[stray] = nearest
            spans[nearest, 0] = min(spans[nearest, 0], x)
            spans[nearest, 2] = max(spans[nearest, 2], x + w)
            given.add(nearest)
    return given


def _drawn_to(word: Word, letters: npt.NDArray[np.float64]) -> Word:
    """Return a word whose box holds those pieces of ink that stand on its line."""
    tall = letters[letters[:, 3] > MAX_SPECK]
    if not len(tall):
        return word
    # Python's own median: numpy's takes 60 microseconds for a handful of letters.
    middle = statistics.median((tall[:, 1] + tall[:, 3] / 2).tolist())
    height = statistics.median(tall[:, 3].tolist())
    own = letters[np.abs(letters[:, 1] + letters[:, 3] / 2 - middle) <= OWN_LINE_SHARE * height]
    own = own[own[:, 3] <= MAX_LETTER_SHARE * height]
    if not len(own):
        return word
    box = rounded_box(
        float(own[:, 0].min()),
        float(own[:, 1].min()),
        float((own[:, 0] + own[:, 2]).max()),
        float((own[:, 1] + own[:, 3]).max()),
    )
    return dataclasses.replace(word, box=box)
