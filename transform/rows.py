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
from transform.exemptions import is_exemption_list

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

MARGIN_SHARE = 0.78
"""Exemption codes stand right of the text. Telegram text is 69 characters at most (ACP 127), which
at ten to the inch and an inch of margin ends at 0.93 of a Letter page but rarely passes this."""

GAP_CHARACTERS = 4
"""Blanks that show where words were taken out of a row: reviewers withhold words, and justified
type and tables leave three at most."""

GAP_SIDES = 2

_EDGES = ".,:;-()|"
_STAMP_STARTS = frozenset({"REL", "DEN", "DEC"})
_STAMP_PARTS = (
    frozenset({"RELEASED", "RELEASE", "DENIED", "DECLASSIFIED"}),
    frozenset({"IN"}),
    frozenset({"FULL", "PART"}),
)
_UNDECODED, _REPLACEMENT = "(cid:", "\ufffd"
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
    """A release stamp's words, printed over the row or beside its own text."""
    code_words: tuple[Word, ...] = ()
    """Exemption codes read into the row that are no part of its text: those of the right margin, or
    printed where words were taken out."""

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
            words, code_words = _split_codes(_without_quote_marks(line.words), page.width)
            words, overprint = _split_overprint(words)
            rows.append(
                Row(
                    index=len(rows),
                    page_no=page.page_no,
                    line_no=line.line_no,
                    text=_text_of(words),
                    words=words,
                    overprint=overprint,
                    code_words=code_words,
                    box=_box_around(words) if code_words else box,
                    confidence=line.confidence,
                    page_width=page.width,
                    page_height=page.height,
                    pitch=pitch,
                )
            )
    return tuple(rows)


def by_page(rows: Sequence[Row]) -> dict[int, list[Row]]:
    """Return the rows of each page, in order."""
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row.page_no, []).append(row)
    return found


def _without_quote_marks(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Take off the `>` a mailer put before each row it quotes; a row of them alone stays."""
    start = next((n for n, word in enumerate(words) if word.text.strip(">")), 0)
    return words[start:]


def _text_of(words: Sequence[Word]) -> str:
    """Return the words as one text; few rows have anything in them to take out."""
    text = " ".join([word.text for word in words])
    if text.isprintable() and _UNDECODED not in text and _REPLACEMENT not in text:
        return text
    return " ".join(_CONTROL_JUNK.sub(" ", text).split())


def _box_around(words: Sequence[Word]) -> Box:
    box = words[0].box
    for word in words[1:]:
        box = box.union(word.box)
    return box


def _split_overprint(words: tuple[Word, ...]) -> tuple[tuple[Word, ...], str]:
    """Part a release stamp from the row it was stamped on or beside.

    Its three words stand together, apart from the row's own, or are set in larger type and may then
    stand among them: prose that speaks of a release does neither.
    """
    places = _stamp_words(words) if len(words) > STAMP_WORDS else None
    if places is None:
        return words, ""
    stamp = tuple(words[n] for n in places)
    rest = tuple(word for n, word in enumerate(words) if n not in places)
    heights = sorted(word.box.height for word in rest)
    usual = heights[len(heights) // 2]
    is_larger = all(word.box.height > STAMP_SIZE * usual for word in stamp)
    is_apart = places[-1] - places[0] < STAMP_WORDS and _stands_off(words, places[0], places[-1])
    if is_larger or is_apart:
        return rest, " ".join(word.text for word in stamp)
    return words, ""


def _stamp_words(words: Sequence[Word]) -> tuple[int, ...] | None:
    """Return where RELEASED, IN and FULL (or their like) stand, one after the other, if they do."""
    if not any(word.text[:3].upper() in _STAMP_STARTS for word in words):
        return None
    places: list[int] = []
    for n, word in enumerate(words):
        if word.text.upper().strip(_EDGES) in _STAMP_PARTS[len(places)]:
            places.append(n)
            if len(places) == STAMP_WORDS:
                return tuple(places)
    return None


def _stands_off(words: Sequence[Word], first: int, last: int) -> bool:
    """Whether a gap parts words from those before and behind them."""
    return all(
        words[right].box.x0 - words[left].box.x1 > STAMP_GAP * _blank(words[left])
        for left, right in ((first - 1, first), (last, last + 1))
        if left >= 0 and right < len(words)
    )


def _blank(word: Word) -> float:
    return word.box.width / max(1, len(word.text))


def _split_codes(
    words: tuple[Word, ...], page_width: float
) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """Part exemption codes from the row they were read into."""
    rest, codes = _split_margin(words, page_width)
    return (rest, codes) if codes else _split_gap(words)


def _split_gap(words: tuple[Word, ...]) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """Part the codes that stand in a gap of a row, alone in it.

    Wide blanks are on both sides of them and nowhere else: a table has more, and its B1 is a visa.
    """
    gaps = [
        n
        for n in range(1, len(words))
        if words[n].box.x0 - words[n - 1].box.x1 >= GAP_CHARACTERS * _blank(words[n - 1])
    ]
    if len(gaps) != GAP_SIDES:
        return words, ()
    start, end = gaps
    if not is_exemption_list(" ".join(word.text for word in words[start:end])):
        return words, ()
    return (*words[:start], *words[end:]), words[start:end]


def _split_margin(
    words: tuple[Word, ...], page_width: float
) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """Part exemption codes in the right margin from the row they were read into."""
    start = len(words)
    while start > 1 and words[start - 1].box.x0 > MARGIN_SHARE * page_width:
        start -= 1
    for n in range(start, len(words)):
        stands_off = words[n].box.x0 - words[n - 1].box.x1 > STAMP_GAP * _blank(words[n - 1])
        if stands_off and is_exemption_list(" ".join(word.text for word in words[n:])):
            return words[:n], words[n:]
    return words, ()


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
    return step(above, below) > BLANK_LINE_PITCH * below.pitch


def step(above: Row, below: Row) -> float:
    """Return how far one row of a page stands under another, foot to foot, in points."""
    return below.box.bottom - above.box.bottom


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
