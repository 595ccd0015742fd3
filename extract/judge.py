"""How far a reading of a page can be trusted, and which of two readings is the better one.

Knows words, confidences and ink, nothing of meaning and no dictionary: an engine that drops a line
lowers no confidence, so ink is compared as well, and a text layer has no confidence at all, so it
is held against what an engine is sure of. What was measured is in
docs/decisions/0007-judging-readings.md.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from extract.ink.image import Prepared
from extract.ink.pieces import INK
from extract.page import Box, Doubt, Word, mean_confidence

MIN_INK_READ_SHARE = 0.97
"""Of 93 readings of 31 bad prints (three page modes) the 7 below it had 9 to 60 % of their
characters wrong, and 79 of the others under 13 %."""

MIN_CONFIDENCE = 0.8
"""Mean confidence. Of 31 bad prints the 10 below it had 2 to 18 % of their characters wrong, 11 in
the mean; the 21 above 0.4 to 12 %, 3.6 in the mean. Clean and typical prints have over 0.85."""

MIN_SURE = 0.6
"""Confidence from which on an engine is likelier right than a layer that reads otherwise: up to it
11 to 39 % of what the engine read is right, and 24 to 85 % of the layer; above 0.9, 87 and 34 %."""

LAYER_WEIGHT = 0.4
"""What a character only the layer has counts, if one that only the engine has counts by how far its
confidence lies between `MIN_SURE` (0) and 1. Over 72 pairs of a page and a layer (other engines'
readings, and the truth with slips) the page chosen has 0.4 % more characters wrong than the better
one, 0.5 if OCR is always taken, 6.4 if the layer is. The layer of 94 DUSHANBE 259, which is right
in every field, is kept by weights over 0.3 to 0.36."""

MIN_GAIN = 0.002
"""Share of a page's characters OCR must be ahead by: below it the two are equal, and a layer's
letters stand where the releaser saw them."""

MIN_INK = 0.3
"""Square points of ink a letter has at least; a word of a layer over less is printed nowhere. Thin
letters of 8-point type have 1."""

_TOKEN = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Which of a page's two readings is better, with the weight of what only one of them has."""

    is_layer_better: bool
    ocr_score: float
    layer_score: float

    @property
    def reason(self) -> str:
        """The verdict in words."""
        winner = "the layer" if self.is_layer_better else "OCR"
        return (
            f"{winner} is kept: where they differ, OCR has the weight of {self.ocr_score:.1f} sure "
            f"characters, the layer of {self.layer_score:.1f}"
        )


def ink_read_share(prepared: Prepared, words: Sequence[Word]) -> float:
    """Return the share of a picture's type-sized ink under words on the straight page, 0 to 1."""
    boxes = [word.box for word in (*words, *prepared.dashes)]
    return round(prepared.pieces.covered_share(boxes, prepared.scale), 4)


def doubts_of(ink_share: float, words: Sequence[Word]) -> tuple[Doubt, ...]:
    """Return why a reading should not be taken on trust, if so.

    Args:
        ink_share: What `ink_read_share` says of it.
        words: Its words; those of a text layer have no confidence and raise no doubt by it.
    """
    confidence = mean_confidence(words)
    doubts = []
    if ink_share < MIN_INK_READ_SHARE:
        doubts.append(Doubt.INK_UNREAD)
    if confidence is not None and confidence < MIN_CONFIDENCE:
        doubts.append(Doubt.LOW_CONFIDENCE)
    return tuple(doubts)


def sure_characters(words: Iterable[Word]) -> float:
    """Return how many characters are likely right: each counts by how sure its word is."""
    return sum(_sureness(word) * len(word.text) for word in words)


def compare(prepared: Prepared, layer: Sequence[Word], ocr: Sequence[Word]) -> Verdict:
    """Return which reading of a page is better, a text layer's or an engine's.

    Only what one has and the other has not is weighed: the engine's by its confidence, the layer's
    by `LAYER_WEIGHT`, or against the layer where there is no ink under it. Compared are runs of
    letters and digits wherever they stand: layers are placed and cut into words by guess.

    Args:
        prepared: The picture.
        layer: The layer's words, moved to the straight page.
        ocr: The engine's.
    """
    sure = sum(len(token) * _sureness(word) for token, word in _only_in(ocr, layer))
    unread = list(_only_in(layer, ocr))
    unprinted = sum(len(token) for token, word in unread if not _has_ink(prepared, word))
    held = sum(len(token) for token, _ in unread) - unprinted
    ocr_score, layer_score = sure + unprinted, LAYER_WEIGHT * held
    characters = sum(len(token) for token, _ in _tokens(ocr))
    return Verdict(
        is_layer_better=ocr_score <= layer_score + MIN_GAIN * characters,
        ocr_score=ocr_score,
        layer_score=layer_score,
    )


def printed_nowhere(
    prepared: Prepared, layer: Sequence[Word], ocr: Sequence[Word]
) -> Iterator[Word]:
    """Yield the words of a layer that stand on no ink and that an engine read nowhere.

    Both must speak against a word: layers are placed by guess.
    """
    for word in dict.fromkeys(word for _, word in _only_in(layer, ocr)):
        if not _has_ink(prepared, word):
            yield word


def _sureness(word: Word) -> float:
    """Return how far a word's confidence lies above that of a guess, 0 to 1."""
    return max(0.0, (word.confidence or 0.0) - MIN_SURE) / (1 - MIN_SURE)


def _only_in(words: Sequence[Word], others: Sequence[Word]) -> Iterator[tuple[str, Word]]:
    """Yield the tokens that others do not have as often, each with its word."""
    held = Counter(token for token, _ in _tokens(others))
    for token, word in _tokens(words):
        if held[token]:
            held[token] -= 1
        else:
            yield token, word


def _tokens(words: Sequence[Word]) -> Iterator[tuple[str, Word]]:
    """Yield runs of letters and digits, each with its word."""
    for word in words:
        for token in _TOKEN.findall(word.text):
            yield token, word


def _has_ink(prepared: Prepared, word: Word) -> bool:
    """Return whether a word of a layer stands on print."""
    scale = prepared.scale
    ink = int(np.count_nonzero(_cut(prepared, word.box) < INK))
    return ink >= MIN_INK * scale**2 * len(word.text)


def _cut(prepared: Prepared, box: Box) -> np.ndarray:
    """Return the pixels under a box, none where it lies off the page."""
    scale = prepared.scale
    left, top = max(0, round(box.x0 * scale)), max(0, round(box.top * scale))
    return prepared.pixels[top : max(0, round(box.bottom * scale)), left : round(box.x1 * scale)]
