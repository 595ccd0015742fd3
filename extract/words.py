"""The measures of printed words: baseline, type size, pitch; and words wrongly cut in two.

Knows boxes and which letters reach above or below the line, nothing of meaning. Lengths in points.
"""

from __future__ import annotations

import dataclasses
import itertools
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from extract.page import Word

_DESCENDING = frozenset("gjpqy,;_")
_TALL = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789bdfhijklt?!")
_UNEVEN = frozenset("Q()[]{}|/\\$@#%&*\"'")
"""Signs whose height and foot differ from face to face: a word with one tells no size."""

X_HEIGHT_SHARE = 0.72
"""Height of an x to that of a capital: 0.70 to 0.74 in Courier, Helvetica and teleprinter type."""

DESCENT_SHARE = 0.27
"""How far descending letters hang below the line, as a share of the capitals' height."""

MIN_LETTERS = 2
"""A word with fewer letters or digits has no reliable size: a misread speck is one."""

LATTICE_TOLERANCE = 0.25
"""Share of a pitch by which the start of a word may miss the next place of a fixed-pitch line: the
side bearings of narrow letters."""

FIXED_PITCH_SHARE = 0.7
"""Share of neighbouring words that stand on the lattice when type is fixed pitch; in proportional
type about half do by chance."""

FIXED_JOIN_GAP = 0.85
"""Pitches: in fixed pitch a blank leaves at least 0.95 between two words' ink, a hyphen's own side
bearings at most 0.8 (measured on 11 MEXICO 392, whose grid reads `LOG -00`)."""

LETTER_GAP_SHARE = 0.2
"""Gap to the height of letters: letters of one word are nearer, blanks of any face are over 0.4.
Engines cut bold stamps (`RELE ASED`) and wide capitals."""

JOINING_SIGNS = "-/"
"""Signs whose wide side bearings an engine takes for blanks: `LOG -00`."""

FIXED_JOIN_MISS = 0.5
"""Pitches: nearer to the place right after its neighbour than to the one after a blank."""

PROPORTIONAL_JOIN_GAP = 0.12
"""Character widths: blanks of proportional type are over 0.28; kerned letters an OCR layer has cut
apart (`FL YING` in 94 DUSHANBE 259) under 0.05."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Where a word stands and how large its type is.

    `size` is the height of its capitals, measured or inferred; None when it has no letters to tell.
    `baseline` is the foot of its letters, or of its box when that cannot be told.
    """

    baseline: float
    size: float | None


def measure(word: Word) -> Measure:
    """Return a word's baseline and type size from its box and the letters in it."""
    letters = sum(map(str.isalnum, word.text))
    if letters < MIN_LETTERS or not _UNEVEN.isdisjoint(word.text):
        return Measure(baseline=word.box.bottom, size=None)
    if word.confidence is None:
        # A text layer gives every word the box of its font, whatever its letters.
        return Measure(baseline=word.box.bottom, size=word.box.height)
    is_tall = any(c in _TALL for c in word.text)
    hangs = any(c in _DESCENDING for c in word.text)
    parts = (1.0 if is_tall else X_HEIGHT_SHARE) + (DESCENT_SHARE if hangs else 0.0)
    size = word.box.height / parts
    return Measure(baseline=word.box.bottom - (DESCENT_SHARE * size if hangs else 0.0), size=size)


def character_width(words: Sequence[Word]) -> float:
    """Return the usual width of a character in points: the median over words of 3 and more."""
    widths = [w.box.width / len(w.text) for w in words if len(w.text) >= 3 and w.text.isalnum()]
    widths = widths or [w.box.width / len(w.text) for w in words]
    return statistics.median(widths) if widths else 0.0


def fixed_pitch(rows: Sequence[Sequence[Word]]) -> float | None:
    """Return the distance between characters of a fixed-pitch page, or None for other type.

    Args:
        rows: The page's words row by row, each from left to right.
    """
    steps = [
        (second.box.x0 - first.box.x0, len(first.text))
        for row in rows
        for first, second in itertools.pairwise(row)
        if first.text.isalnum() and len(first.text) >= MIN_LETTERS
    ]
    singles = [step / (length + 1) for step, length in steps]
    if len(singles) < 10:
        return None
    pitch = statistics.median(singles)
    places = [step / pitch - length for step, length in steps if pitch > 0]
    on_lattice = sum(abs(place - round(place)) <= LATTICE_TOLERANCE for place in places)
    return pitch if on_lattice >= FIXED_PITCH_SHARE * len(places) else None


def join_cut_words(row: Sequence[Word], pitch: float | None, width: float) -> list[Word]:
    """Return a row's words with those put together that are one on paper.

    Args:
        row: Words of one printed row, from left to right.
        pitch: The page's pitch when its type is fixed, else None.
        width: The usual width of a character.
    """
    joined: list[Word] = []
    for word in row:
        if joined and _is_cut(joined[-1], word, pitch, width):
            joined[-1] = _joined(joined[-1], word)
        else:
            joined.append(word)
    return joined


def _is_cut(first: Word, second: Word, pitch: float | None, width: float) -> bool:
    """Return whether two neighbours stand too near for a blank between them.

    A text layer places letters exactly. An engine's words have been drawn to their ink: letters
    that nearly touch are one word, and in fixed pitch what meets in a hyphen or slash is judged by
    its place on the line.
    """
    gap = second.box.x0 - first.box.x1
    if first.confidence is None and second.confidence is None:
        return abs(gap) < PROPORTIONAL_JOIN_GAP * width
    height = min(first.box.height, second.box.height)
    if (
        abs(gap) < LETTER_GAP_SHARE * height
        and first.text[-1].isalnum()
        and second.text[0].isalnum()
    ):
        return True
    if pitch is None:
        return False
    if first.text[-1] not in JOINING_SIGNS and second.text[0] not in JOINING_SIGNS:
        return False
    places = (second.box.x0 - first.box.x0) / pitch - len(first.text)
    near = -FIXED_JOIN_GAP * pitch / 2 < gap < FIXED_JOIN_GAP * pitch
    return near and abs(places) < FIXED_JOIN_MISS


def _joined(first: Word, second: Word) -> Word:
    """Return two words as one, with the lower confidence: it is no surer than its worse half."""
    scores = [c for c in (first.confidence, second.confidence) if c is not None]
    return dataclasses.replace(
        first,
        text=first.text + second.text,
        box=first.box.union(second.box),
        confidence=min(scores) if scores else None,
        is_struck=first.is_struck and second.is_struck,
    )
