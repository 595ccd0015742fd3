"""The text layer of a page through pdfplumber: the only module that imports it.

Gives placed words and drawn shapes, in points from the top left of the page as the reader sees it.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfexceptions import PDFException
from pdfplumber.utils.exceptions import PdfminerException
from pdfplumber.utils.text import extract_words

from extract.errors import UnreadablePage
from extract.geometry import rounded_box
from extract.page import Box, Word
from extract.sight import Sight
from extract.source import printable

ENGINE = f"pdfplumber {pdfplumber.__version__}"
"""What reads text layers, for `Page.engine`."""

_CID = re.compile(r"\(cid:(\d+)\)")

FIRST_PRINTING_CODE = 32
"""Codes below the blank are controls in every single-byte encoding."""

X_TOLERANCE_SHARE = 0.15
"""A gap of this share of the type size parts two words: a blank is 0.25 to 0.6 of it in any text
face, kerning and rounding less than 0.1."""

Y_TOLERANCE_POINTS = 2.0
"""Characters whose tops differ by less stand on one row: layers made by OCR wobble by a point."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnShape:
    """A rectangle or line drawn by the PDF itself, as the reader sees it.

    `darkness` is 0 for white and 1 for black; `is_filled` is False for an outline.
    """

    box: Box
    is_filled: bool
    darkness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedText:
    """The text layer of a page: words with boxes in points as seen, and the shapes drawn."""

    words: tuple[Word, ...]
    shapes: tuple[DrawnShape, ...]


def read_embedded(path: Path, page_no: int, sight: Sight | None = None) -> EmbeddedText:
    """Return the words and drawn shapes of a page's text layer through pdfplumber.

    Characters are left out that `sight` says no reader sees.

    Raises:
        UnreadablePage: pdfplumber cannot interpret the page.
    """
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with pdfplumber.open(path, pages=[page_no]) as document:
            page = document.pages[0]
            place = _Placement(page)
            words = extract_words(
                [
                    char
                    for char in map(_readable, page.chars)
                    if char["text"]
                    and (sight is None or sight.shows(char["text"], place.box(char)))
                ],
                x_tolerance_ratio=X_TOLERANCE_SHARE,
                y_tolerance=Y_TOLERANCE_POINTS,
                keep_blank_chars=False,
                use_text_flow=False,
            )
            return EmbeddedText(
                words=tuple(place.word(word) for word in words if place.is_seen(word)),
                shapes=tuple(
                    place.shape(item) for item in (*page.rects, *page.lines) if place.is_seen(item)
                ),
            )
    except (PDFException, PdfminerException) as error:
        raise UnreadablePage(
            f"page {page_no} of {printable(path.name)}: its text layer cannot be interpreted "
            f"({error}); get another copy"
        ) from error


def _readable(char: dict[str, Any]) -> dict[str, Any]:
    """Return a pdfplumber character whose text can be shown.

    pdfminer writes a glyph without a Unicode meaning as `(cid:9)`. Control codes print nothing (the
    review lines of NARA's 1979 prints are full of tabs); what does print is kept as U+FFFD.
    """
    unmapped = _CID.fullmatch(char["text"])
    if not unmapped:
        return char
    return {**char, "text": "" if int(unmapped[1]) < FIRST_PRINTING_CODE else "\ufffd"}


class _Placement:
    """Moves pdfplumber's coordinates (top left of the media box) to the page as seen (crop box)."""

    def __init__(self, page: Any) -> None:
        media, crop = page.mediabox, page.cropbox
        self._left = max(media[0], min(crop[0], crop[2]))
        self._top = max(media[1], min(crop[1], crop[3]))
        self._right = min(media[2], max(crop[0], crop[2]))
        self._bottom = min(media[3], max(crop[1], crop[3]))

    def is_seen(self, item: dict[str, Any]) -> bool:
        """Return whether an item's middle is inside the crop box: the rest is never printed."""
        x, y = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
        return bool(self._left <= x <= self._right and self._top <= y <= self._bottom)

    def shows(self, char: dict[str, Any], sight: Sight | None) -> bool:
        """Return whether a reader sees a character."""
        return sight is None or sight.shows(char["text"], self.box(char))

    def box(self, item: dict[str, Any]) -> Box:
        """Return an item's box in points from the top left as seen."""
        return rounded_box(
            float(item["x0"]) - self._left,
            float(item["top"]) - self._top,
            float(item["x1"]) - self._left,
            float(item["bottom"]) - self._top,
        )

    def word(self, item: dict[str, Any]) -> Word:
        """Return a pdfplumber word as ours; an embedded word has no confidence."""
        return Word(text=str(item["text"]), box=self.box(item))

    def shape(self, item: dict[str, Any]) -> DrawnShape:
        """Return a pdfplumber rectangle or line as ours; paper with a line around is an outline."""
        is_filled = bool(item.get("fill")) and item["object_type"] == "rect"
        fill, line = (_darkness(item.get(f"{kind}stroking_color")) for kind in ("non_", ""))
        if is_filled and fill == 0 and item.get("stroke"):
            is_filled = False
        return DrawnShape(
            box=self.box(item), is_filled=is_filled, darkness=fill if is_filled else line
        )


def _darkness(color: object) -> float:
    """Return 0 for white to 1 for black for a PDF color of 1 (gray), 3 (RGB) or 4 (CMYK) parts.

    No color given means the graphics state's first one, black. Patterns count as black: they cover.
    """
    parts = color if isinstance(color, (tuple, list)) else [0.0 if color is None else color]
    numbers = [float(part) for part in parts if isinstance(part, (int, float))]
    if len(numbers) == 4:
        return min(1.0, max(numbers[:3]) + numbers[3])
    return 1.0 - sum(numbers) / len(numbers) if numbers else 1.0
