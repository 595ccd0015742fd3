"""What extraction gives to everything after it: pages of placed, scored words.

Standard library only, so that `transform` can import it and stay pure. All lengths are PDF points
(1/72 inch), origin at the top left of the page as a reader sees it, whatever the resolution of the
scan; pixels end in the engines. Confidences run from 0 to 1 and are None for embedded text: a text
layer carries no measure of its own truth, and a made-up 1.0 would hide that.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class TextSource(StrEnum):
    """Where the words of a page came from."""

    EMBEDDED = "embedded"
    OCR = "ocr"
    NONE = "none"


class MarkKind(StrEnum):
    """What a mark drawn on the page is, as far as its shape tells."""

    REDACTION = "redaction"
    """A solid black box, or a white box with an outline, that stands where words would stand."""
    FRAME = "frame"
    """An outlined box around words: a stamp."""
    RULE = "rule"
    """A horizontal line that strikes no word."""
    PICTURE = "picture"
    """A photograph or another area of tones: not read."""
    UNREAD = "unread"
    """Ink larger than type that no sure word accounts for: handwriting, a seal, a scribble."""


UNREAD_KINDS = frozenset({MarkKind.PICTURE, MarkKind.UNREAD})
"""Marks of areas that are not read."""


class Doubt(StrEnum):
    """Why a page's words should not be taken on trust; `extract.judge` says from where on."""

    INK_UNREAD = "ink unread"
    """Ink of the size of type stands under no word."""
    LOW_CONFIDENCE = "low confidence"
    """The engine itself is unsure of what it read."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Box:
    """A rectangle on the page, in points from the top left: `x0 <= x1`, `top <= bottom`."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        """Width in points."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Height in points."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """The vertical middle, in points from the top."""
        return (self.top + self.bottom) / 2

    def union(self, other: Box) -> Box:
        """Return the smallest box that holds both."""
        return Box(
            x0=min(self.x0, other.x0),
            top=min(self.top, other.top),
            x1=max(self.x1, other.x1),
            bottom=max(self.bottom, other.bottom),
        )

    @property
    def area(self) -> float:
        """Width by height, in square points."""
        return self.width * self.height

    def holds_middle_of(self, other: Box) -> bool:
        """Return whether the other's middle lies in this box."""
        x = (other.x0 + other.x1) / 2
        return self.x0 <= x <= self.x1 and self.top <= other.middle <= self.bottom

    def overlap(self, other: Box) -> float:
        """Return the area both share, in square points; 0 when they are apart."""
        width = min(self.x1, other.x1) - max(self.x0, other.x0)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return width * height if width > 0 and height > 0 else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word as it was read. `confidence` is 0 to 1, or None when it was not measured."""

    text: str
    box: Box
    confidence: float | None = None
    is_struck: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """One printed line: words from left to right, never empty.

    `line_no` is 1-based in reading order on its page and never changes afterwards: every later
    layer points at lines by `(page_no, line_no)`. Text that shares a row but belongs to another
    block (a margin code, a stamp beside a header line) is a line of its own.
    """

    page_no: int
    line_no: int
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words joined by single blanks."""
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        """The box around all words."""
        boxes = [word.box for word in self.words]
        return Box(
            x0=min([box.x0 for box in boxes]),
            top=min([box.top for box in boxes]),
            x1=max([box.x1 for box in boxes]),
            bottom=max([box.bottom for box in boxes]),
        )

    @property
    def confidence(self) -> float | None:
        """Mean confidence of the words weighted by their length, or None for embedded text."""
        return mean_confidence(self.words)


def mean_confidence(words: Iterable[Word]) -> float | None:
    """Return the mean confidence of words weighted by their length; None if none has one."""
    scored = [(word.confidence, len(word.text)) for word in words if word.confidence is not None]
    total = sum(length for _, length in scored)
    return sum(c * n for c, n in scored) / total if total else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Something on the page that is not text."""

    kind: MarkKind
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenText:
    """Words a text layer holds and the page does not show: how many and where, never which.

    `box` is what was drawn over them, or what is around them where nothing was drawn.
    """

    box: Box
    word_count: int
    character_count: int
    is_under_box: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherReading:
    """A second reading of a page that lost against the one its lines are of, kept for a person."""

    source: TextSource
    engine: str
    lines: tuple[TextLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page as extracted. Immutable: what is stored is never changed, only read again."""

    document_id: str
    """sha256 of the file's bytes, hex."""
    page_no: int
    """1-based."""
    width: float
    height: float
    source: TextSource
    engine: str | None
    """Name and version of what read the words, e.g. `tesseract 5.3.0`; None when there are none."""
    route_reason: str
    """Why embedded text or OCR was chosen, in words, with the scores where both were read."""
    lines: tuple[TextLine, ...] = ()
    marks: tuple[Mark, ...] = ()
    skew_degrees: float | None = None
    """The tilt taken out before OCR, counter-clockwise positive; None when not measured."""
    turned_degrees: int = 0
    """How the page was turned clockwise to be read: 0, 90, 180 or 270. Boxes are where words lie on
    the page as it is."""
    redacted_share: float = 0.0
    """Share of the page's area under redaction marks, 0 to 1."""
    unread_share: float = 0.0
    """Share of the page's area that is not read: pictures, handwriting, seals; 0 to 1."""
    ink_read_share: float | None = None
    """Share of the picture's type-sized ink under words, 0 to 1; None where no picture was read."""
    doubts: tuple[Doubt, ...] = ()
    """Why its words should not be taken on trust; none where no picture was read."""
    other_reading: OtherReading | None = None
    """The reading that lost, where the page is an image with a text layer: layer or OCR."""
    hidden_text: tuple[HiddenText, ...] = ()
    """What its text layer holds and the page does not show; the words are left out everywhere."""

    @property
    def is_read_by_engine(self) -> bool:
        """Whether an OCR engine was given its picture: another engine may make another page of it.

        One that found nothing there still had the tilt taken out for it.
        """
        return (
            self.source is TextSource.OCR
            or self.other_reading is not None
            or self.skew_degrees is not None
        )
