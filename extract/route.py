"""Embedded text or OCR for a page, and why. Knows counts and shares, no PDF library.

The kinds met so far: born-digital text and no image (NARA 1973-79 prints); one image and no text
(FOIA scans); one image under a hidden layer of somebody else's OCR (94 DUSHANBE 259 as released in
2026, whose layer reads `Tl` for `TI`). Text alone says nothing about the first or the third, and
the third has two readings: `extract.layered` has them compared.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.page import TextSource

IMAGE_PAGE_SHARE = 0.5
"""From half the page on, an image is the page and its text layer is somebody's reading of it; a
letterhead or seal covers a few per cent, a scan covers all or nearly all."""

MIN_TEXT_CHARACTERS = 20
"""A page image whose layer has fewer characters was not read by that layer: some scanners and
releases add only a page number or a case number as text."""

MIN_WORD_CHARACTER_SHARE = 0.6
"""Letters and digits among the characters that are not blank. English prose has over 0.9, an office
grid 0.75, a dash line alone 0.4; layers with a broken font encoding fall near 0.3."""

MAX_UNMAPPED_SHARE = 0.05
"""Characters without a Unicode meaning (private use, replacement, controls): a font without its
encoding. One in twenty spoils every second word."""

MIN_SHAPED_WORD_SHARE = 0.6
"""Words that look like words, numbers or codes among all words of a layer over an image. The layer
of 94 DUSHANBE 259 has 0.97; layers read from noise give runs of single letters and symbols."""

_WORD_SHAPE = re.compile(r"[\W_]*(?:[^\W\d_]{2,}|[^\W\d_]*\d\w*)(?:[\W_]+\w+)*[\W_]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """What is cheap to know about a page before reading it.

    Attributes:
        text: The characters of its text layer, visible or not.
        image_share: Share of the page's area under its largest image, 0 to 1.
        has_drawing: Whether anything is drawn: an image, a path or a shading.
    """

    text: str
    image_share: float
    has_drawing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Where the words of a page shall come from, and why, in words for `Page.route_reason`."""

    source: TextSource
    reason: str


def is_layered(facts: PageFacts) -> bool:
    """Return whether a page is an image under a text layer: two readings, of which one is right."""
    return facts.image_share >= IMAGE_PAGE_SHARE and bool(facts.text.strip())


def layer_reason(facts: PageFacts) -> str:
    """Return in words why a layered page is read twice."""
    characters = sum(not c.isspace() for c in facts.text)
    return f"image over {facts.image_share:.0%} of the page, text layer of {characters} characters"


def choose_route(facts: PageFacts) -> Route:
    """Return where to take the words of a page from that is not layered (`is_layered`)."""
    characters = [c for c in facts.text if not c.isspace()]
    if not characters:
        return _without_text(facts)
    flaw = find_unmapped(facts.text)
    if flaw:
        return unusable(flaw)
    return Route(
        source=TextSource.EMBEDDED,
        reason=f"embedded text of {len(characters)} characters, no image of the whole page",
    )


def unusable(flaw: str) -> Route:
    """Return the route of a page whose embedded text has a flaw (`find_unmapped`)."""
    return Route(source=TextSource.OCR, reason=f"embedded text is unusable: {flaw}")


def find_unmapped(text: str) -> str | None:
    """Return in words that a text's characters have no meaning, or None when they have."""
    characters = [c for c in text if not c.isspace()]
    unmapped = sum(not c.isprintable() or c == "\ufffd" for c in characters)
    share = unmapped / max(len(characters), 1)
    if share > MAX_UNMAPPED_SHARE:
        return f"{share:.0%} of its characters have no meaning in Unicode"
    return None


def find_layer_flaw(text: str) -> str | None:
    """Return in words why a layer over an image cannot be its text, or None when it may be.

    Stricter than for born-digital text: this one was read by a machine, perhaps from noise.
    """
    unmapped = find_unmapped(text)
    if unmapped:
        return unmapped
    characters = [c for c in text if not c.isspace()]
    if len(characters) < MIN_TEXT_CHARACTERS:
        return f"it has only {len(characters)} characters"
    alphanumeric = sum(c.isalnum() for c in characters) / len(characters)
    if alphanumeric < MIN_WORD_CHARACTER_SHARE:
        return f"only {alphanumeric:.0%} of its characters are letters or digits"
    # Single letters tell nothing: classifications are letter-spaced (`C O N F I D E N T I A L`).
    words = [word for word in text.split() if sum(c.isalnum() for c in word) > 1]
    if not words:
        return "it has no words"
    shaped = sum(_WORD_SHAPE.fullmatch(word) is not None for word in words) / len(words)
    if shaped < MIN_SHAPED_WORD_SHARE:
        return f"only {shaped:.0%} of its words look like words, numbers or codes"
    return None


def _without_text(facts: PageFacts) -> Route:
    """Return the route of a page with no text layer."""
    if not facts.has_drawing:
        return Route(source=TextSource.NONE, reason="the page has neither text nor image")
    return Route(
        source=TextSource.OCR,
        reason=f"no embedded text, image over {facts.image_share:.0%} of the page",
    )
