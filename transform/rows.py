"""The printed lines of a whole document in one sequence, with the white space between them.

Every reader of the transform room works on these rows. A row never changes and never loses its
place: `(page_no, line_no)` points at the page as extracted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extract.page import Box, Page, Word

BLANK_LINE_PITCH = 1.5
"""A step from line to line of this many usual steps leaves a blank line in between: a single-spaced
print has steps of 1, one with a blank line of 2, and half way parts them."""

SAME_ROW_PITCH = 0.5
"""Steps below half the usual one are texts sharing a row, not a step to the next line."""

LEVEL_SHARE = 0.5
"""Rows whose middles differ by less than half a line's height are level."""

THINNEST_ROW = 1.5
"""Points: a row narrower than this is a scratch or the paper's edge, read as `i`, `1` or `|` (0 to
1.2 on worn photocopies). A lone I or 1 in type of 8 points is 2 wide."""

STAMP_WORDS = 3
"""Words of RELEASED IN FULL."""

STAMP_GAP = 2.0
"""Character widths that part a stamp from text beside it: words of one row are one blank apart."""

STAMP_SIZE = 1.25
"""Stamps are set in 11 to 14 points beside text in 9 to 10."""

_STAMP_ENDS = ("FULL", "PART")
_RELEASE_STAMP = re.compile(r"^(RELEASED?|DENIED)\s+IN\s+(FULL|PART)\W*$", re.IGNORECASE)
_CONTROL_JUNK = re.compile(r"\(cid:\d+\)|[\x00-\x1f\x7f\ufffd]")
"""Glyphs a font gives no character for, as pdfminer writes them, and control characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One printed line in its place.

    `text` has its blanks folded and undecodable glyphs taken out; the page keeps the line as
    extracted. `pitch` is the page's usual step from line to line, in points.
    """

    index: int
    page_no: int
    line_no: int
    text: str
    words: tuple[Word, ...]
    box: Box
    confidence: float | None
    page_width: float
    page_height: float
    pitch: float
    overprint: str = ""
    """A stamp's words at the row's end, printed over the row beside its own text."""

    @property
    def has_text(self) -> bool:
        """Whether the row has a letter or a digit: specks, rules and scratches have none."""
        return self.box.width >= THINNEST_ROW and any(char.isalnum() for char in self.text)

    def weakest(self) -> float | None:
        """Return the lowest word confidence of the row, or None when nothing was measured."""
        scored = [
            word.confidence
            for word in self.words
            if word.confidence is not None and any(char.isalnum() for char in word.text)
        ]
        return min(scored, default=None)


def flatten(pages: Sequence[Page]) -> tuple[Row, ...]:
    """Return the lines of all pages as rows, in page and line order."""
    rows: list[Row] = []
    for page in pages:
        boxes = [line.box for line in page.lines]
        pitch = _usual_pitch(boxes)
        for line, box in zip(page.lines, boxes, strict=True):
            words, overprint = _split_overprint(_without_quote_marks(line.words))
            text = " ".join(word.text for word in words)
            rows.append(
                Row(
                    index=len(rows),
                    page_no=page.page_no,
                    line_no=line.line_no,
                    text=" ".join(_CONTROL_JUNK.sub(" ", text).split()),
                    words=words,
                    overprint=overprint,
                    box=box,
                    confidence=line.confidence,
                    page_width=page.width,
                    page_height=page.height,
                    pitch=pitch,
                )
            )
    return tuple(rows)


def _without_quote_marks(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Take off the `>` a mailer put before each row it quotes; a row of them alone stays."""
    start = next((n for n, word in enumerate(words) if word.text.strip(">")), 0)
    return words[start:]


def _split_overprint(words: tuple[Word, ...]) -> tuple[tuple[Word, ...], str]:
    """Part a release stamp from the row it was stamped beside.

    The stamp is the last thing in the row and stands off from it, or is set in larger type: prose
    that speaks of a release does neither.
    """
    if len(words) < STAMP_WORDS or not words[-1].text.upper().startswith(_STAMP_ENDS):
        return words, ""
    for start in range(max(1, len(words) - STAMP_WORDS), len(words) - 1):
        tail = " ".join(word.text for word in words[start:])
        if not _RELEASE_STAMP.match(tail):
            continue
        before, first = words[start - 1], words[start]
        blank = before.box.width / max(1, len(before.text))
        stands_off = first.box.x0 - before.box.x1 > STAMP_GAP * blank
        is_larger = first.box.height > STAMP_SIZE * before.box.height
        if stands_off or is_larger:
            return words[:start], tail
    return words, ""


def is_level(one: Row, other: Row) -> bool:
    """Whether two rows stand side by side: their middles differ by less than half the height."""
    return abs(one.box.middle - other.box.middle) < LEVEL_SHARE * one.box.height


def blank_between(above: Row, below: Row) -> bool | None:
    """Whether white space of a line or more parts two rows.

    None where the paper does not say: across a page break, or where something that was taken out
    (a stamp, a banner) stood between them and may have pushed them apart.
    """
    if above.page_no != below.page_no or below.index - above.index != 1:
        return None
    return below.box.bottom - above.box.bottom > BLANK_LINE_PITCH * below.pitch


def _usual_pitch(boxes: Sequence[Box]) -> float:
    """Return the usual step from one line's bottom to the next, in points.

    The median of the smaller half of the steps: blank lines make steps larger, nothing makes a
    step between two rows smaller.
    """
    if not boxes:
        return 0.0
    usual_height = median(box.height for box in boxes)
    bottoms = [box.bottom for box in boxes]
    steps = sorted(b - a for a, b in pairwise(bottoms) if b - a > SAME_ROW_PITCH * usual_height)
    return median(steps[: (len(steps) + 1) // 2]) if steps else usual_height
