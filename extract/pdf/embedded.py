"""The text layer of a page to words: the only module that imports pdfplumber.

Words are laid out by pdfplumber on every page. The characters they are made of come from PDFium,
which has the page open already and is many times faster, and from pdfplumber where PDFium would not
read the same (`extract.pdf.text` says where). Placed in points from the top left of the page as the
reader sees it.
"""

from __future__ import annotations

import io
import itertools
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pdfplumber
from pdfminer.pdfexceptions import PDFException
from pdfplumber.utils.exceptions import PdfminerException
from pdfplumber.utils.text import LIGATURES, extract_words

from extract.errors import UnreadablePage
from extract.geometry import rounded_box
from extract.marks import DrawnShape
from extract.page import Box, Word
from extract.pdf.characters import (
    Characters,
    as_printed,
    joined_runs,
    quarter_turns,
    turned_boxes,
    without_doubles,
)
from extract.pdf.pdfium import PDFIUM, PdfPage
from extract.pdf.sight import Sight

PDFPLUMBER = f"pdfplumber {pdfplumber.__version__}"
ENGINE = f"{PDFIUM}, {PDFPLUMBER}"
"""What reads most text layers, for `Page.engine`: characters, then words."""

_CID = re.compile(r"\(cid:(\d+)\)")

FIRST_PRINTING_CODE = 32
"""Codes below the blank are controls in every single-byte encoding."""

X_TOLERANCE_SHARE = 0.15
"""A gap of this share of the type size parts two words: a blank is 0.25 to 0.6 of it in any text
face, kerning and rounding less than 0.1."""

Y_TOLERANCE_POINTS = 2.0
"""Characters whose tops differ by less stand on one row: layers made by OCR wobble by a point."""


Sides = tuple[float, float, float, float]
"""Left, top, right and bottom."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedText:
    """The text layer of a page.

    Attributes:
        words: With boxes in points as seen.
        shapes: The rectangles and lines drawn.
        engine: What read the words, for `Page.engine`.
        note: Why pdfplumber read the characters too, for `Page.route_reason`, where it did.
    """

    words: tuple[Word, ...]
    shapes: tuple[DrawnShape, ...]
    engine: str = ENGINE
    note: str | None = None

    @property
    def text(self) -> str:
        """The words joined by single blanks."""
        return " ".join(word.text for word in self.words)

    def noted(self, reason: str) -> str:
        """Return why the layer is read, with the note if there is one."""
        return reason if self.note is None else f"{reason}; {self.note}"


def read_embedded(page: PdfPage, sight: Sight | None = None) -> EmbeddedText:
    """Return the words and drawn shapes of an open page's text layer.

    Characters are left out that `sight` says no reader sees.

    Raises:
        UnreadablePage: pdfplumber is needed and cannot interpret the page.
    """
    text = page.text()
    if text.oddity is None:
        characters, engine, note = text.characters, ENGINE, None
    else:
        characters, engine = read_characters(page), PDFPLUMBER
        note = f"read by pdfplumber alone for {text.oddity}"
    if sight is not None:
        characters = _seen(characters, sight)
    return EmbeddedText(
        words=tuple(words_of(characters, page.width, page.height)),
        shapes=page.shapes(),
        engine=engine,
        note=note,
    )


def _seen(characters: Characters, sight: Sight) -> Characters:
    """Return the characters a reader of the page sees."""
    shown = [
        sight.shows(text, Box(x0=x0, top=top, x1=x1, bottom=bottom))
        for text, (x0, top, x1, bottom) in zip(
            characters.texts, characters.boxes.tolist(), strict=True
        )
    ]
    return characters.chosen(np.array(shown, dtype=bool))


def read_characters(page: PdfPage) -> Characters:
    """Return the characters of an open page's text layer through pdfplumber.

    It is given the page alone: in a file it would look through all pages for each of them.

    Raises:
        UnreadablePage: pdfplumber cannot interpret the page.
    """
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with pdfplumber.open(io.BytesIO(page.alone())) as document:
            (only,) = document.pages
            return _characters_of(only)
    except (PDFException, PdfminerException) as error:
        raise UnreadablePage(
            f"{page.label}: its text layer cannot be interpreted ({error}); get another copy"
        ) from error


def _characters_of(page: Any) -> Characters:
    """Return the characters of a pdfplumber page, from the top left of its media box."""
    left, top = page.mediabox[:2]
    chars = [{**char, "text": text} for char in page.chars if (text := _readable(char["text"]))]
    if not chars:
        return Characters.none()
    # A negative size or scale writes against the matrix.
    signs = [-1.0 if char["adv"] < 0 else 1.0 for char in chars]
    lines = np.array([char["matrix"][:2] for char in chars]) * np.array(signs)[:, None]
    boxes = np.array([[char[side] for side in ("x0", "top", "x1", "bottom")] for char in chars])
    return Characters(
        texts=tuple(char["text"] for char in chars),
        boxes=boxes - [left, top, left, top],
        turns=quarter_turns(lines[:, 0], -lines[:, 1]),
    )


def _readable(text: str) -> str:
    """Return what a pdfplumber character shows.

    pdfminer writes a glyph without a Unicode meaning as `(cid:9)`. Control codes print nothing (the
    review lines of NARA's 1979 prints are full of tabs); what does print is kept as U+FFFD.
    """
    unmapped = _CID.fullmatch(text)
    if not unmapped:
        return as_printed(LIGATURES.get(text, text))
    return "" if int(unmapped[1]) < FIRST_PRINTING_CODE else "\ufffd"


def words_of(characters: Characters, width: float, height: float) -> Iterator[Word]:
    """Yield the words on a page of `width` x `height`, as pdfplumber puts characters together.

    What is written sideways or upside down is turned level for it. Words whose middle is outside
    the page are never printed. An embedded word has no confidence.
    """
    for quarters in np.unique(characters.turns).tolist():
        level = without_doubles(characters.chosen(characters.turns == quarters).turned(quarters))
        words = list(_level_words(level))
        boxes = np.array([box for _, box in words]).reshape(-1, 4)
        for (text, _), box in zip(words, turned_boxes(boxes, -quarters).tolist(), strict=True):
            x0, top, x1, bottom = box
            if 0 <= (x0 + x1) / 2 <= width and 0 <= (top + bottom) / 2 <= height:
                yield Word(text=text, box=rounded_box(x0, top, x1, bottom))


def _level_words(characters: Characters) -> Iterator[tuple[str, Sides]]:
    """Yield the words of level characters with their sides.

    pdfplumber is given runs of letters for characters: what it would join anyhow, in a fifth of the
    time, and not mixed letter by letter with what is printed over them.
    """
    runs = joined_runs(characters, X_TOLERANCE_SHARE)
    for word in extract_words(
        [
            {
                "text": text,
                "x0": x0,
                "x1": x1,
                "top": top,
                "bottom": bottom,
                "doctop": top,
                "size": bottom - top,
                "upright": True,
            }
            for text, (x0, top, x1, bottom) in zip(runs.texts, runs.boxes.tolist(), strict=True)
        ],
        x_tolerance_ratio=X_TOLERANCE_SHARE,
        y_tolerance=Y_TOLERANCE_POINTS,
        keep_blank_chars=False,
        use_text_flow=False,
        return_chars=True,
    ):
        for part in _side_by_side(word):
            yield part["text"], (part["x0"], part["top"], part["x1"], part["bottom"])


def _side_by_side(word: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a word of pdfplumber's, or several where its runs are printed over each other."""
    runs = word["chars"]
    over = [
        index
        for index in range(1, len(runs))
        if runs[index]["x0"] < runs[index - 1]["x1"] - X_TOLERANCE_SHARE * runs[index - 1]["size"]
    ]
    if not over:
        yield word
        return
    for start, end in itertools.pairwise([0, *over, len(runs)]):
        part = runs[start:end]
        yield {
            "text": "".join(run["text"] for run in part),
            "x0": part[0]["x0"],
            "top": min(run["top"] for run in part),
            "x1": max(run["x1"] for run in part),
            "bottom": max(run["bottom"] for run in part),
        }
