"""What every way to Tesseract has in common: how it is given a page, its table of words.

Knows Tesseract's own formats, and no program or library that runs it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np

from extract.engines.answers import as_typed
from extract.errors import MissingLanguage, OcrCrashed
from extract.geometry import rounded_box
from extract.page import Word
from extract.raster import POINTS_PER_INCH, Gray

PAGE_MODE = 6
"""One block of text: a cable is one column, and with solid areas and frames taken out before,
layout analysis (mode 3) only loses lines and tears office grids into columns."""

LINE_MODE = 7
"""A single line of text."""

NARROWED = 0.8
"""Width a page of running text is given, of its own. The network scales each line to one height and
takes its time by the width, four fifths of all the work; typewriter type, 0.6 of its size from one
letter to the next, is wider than it needs. At 0.8 it takes 14 % less, and 26 such pages had 0.10 %
of their characters wrong instead of 0.09, at 0.7 0.16. Pages of capitals and numbers stay as they
are: a narrow `Z` behind digits is read as a 2, an `O` between stops as a nought."""

UNINVERTED = ("tessedit_do_invert", "0")
"""White type on black is made black on white before (`extract.ink.paper`). Left to itself Tesseract
reads every line it is unsure of a second time, inverted: 4 % more on a bad page, nothing gained."""

_FIELDS = 12
_WORD_LEVEL = "5"


def languages_of(language: str) -> list[str]:
    """Return the languages a setting joins by `+`."""
    return sorted(set(language.split("+")))


def missing_language(engine: str, missing: Iterable[str]) -> MissingLanguage:
    """Return the error that an engine lacks data of languages; it names the packages."""
    names = sorted(missing)
    return MissingLanguage(
        f"{engine} has no language data for {', '.join(names)}; install it: "
        + ", ".join(f"`apt-get install tesseract-ocr-{name}`" for name in names)
        + " (Debian), `brew install tesseract-lang` (macOS)"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A picture as Tesseract is to see it: its pixels, its page mode, a pixel's size in points."""

    pixels: Gray
    mode: int
    across: float
    down: float


def shown(
    pixels: Gray, dpi: float, *, is_single_line: bool = False, is_running_text: bool = False
) -> Shown:
    """Return a picture as Tesseract is to see it; see `OcrEngine.read` for what it is told."""
    rows, columns = pixels.shape
    narrow, width = pixels, columns
    if is_running_text:
        width = max(1, round(columns * NARROWED))
        resized = cv2.resize(pixels, (width, rows), interpolation=cv2.INTER_AREA)
        narrow = np.asarray(resized, dtype=np.uint8)
    return Shown(
        pixels=narrow,
        mode=LINE_MODE if is_single_line else PAGE_MODE,
        across=POINTS_PER_INCH / dpi * columns / width,
        down=POINTS_PER_INCH / dpi,
    )


def parse_rows(rows: Iterable[str], picture: Shown) -> tuple[Word, ...]:
    """Return the words of a table's rows, its heading left out.

    Args:
        rows: Of words, and of the lines, blocks and pages around them.
        picture: What was read.

    Raises:
        OcrCrashed: a row that is no TSV row.
    """
    words = []
    for row in rows:
        fields = row.split("\t")
        if len(fields) != _FIELDS:
            raise OcrCrashed(f"tesseract answered with something that is no TSV row: {row[:80]!r}")
        text = as_typed(fields[11])
        if fields[0] != _WORD_LEVEL or not text:
            continue
        left, top, width, height = (int(value) for value in fields[6:10])
        words.append(
            Word(
                text=text,
                box=rounded_box(
                    left * picture.across,
                    top * picture.down,
                    (left + width) * picture.across,
                    (top + height) * picture.down,
                ),
                confidence=round(min(1.0, max(0.0, float(fields[10]) / 100)), 4),
            )
        )
    return tuple(words)
