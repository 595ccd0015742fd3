"""What every way to Tesseract has in common: page modes, language data, its table of words.

Knows Tesseract's own formats, and no program or library that runs it.
"""

from __future__ import annotations

from collections.abc import Iterable

from extract.engines.answers import as_typed
from extract.errors import MissingLanguage, OcrCrashed
from extract.geometry import rounded_box
from extract.page import Word

PAGE_MODE = 6
"""One block of text: a cable is one column, and with solid areas and frames taken out before,
layout analysis (mode 3) only loses lines and tears office grids into columns."""

LINE_MODE = 7
"""A single line of text."""

UNINVERTED = ("tessedit_do_invert", "0")
"""White type on black is made black on white before (`extract.paper`). Left to itself Tesseract
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


def parse_rows(rows: Iterable[str], points: float) -> tuple[Word, ...]:
    """Return the words of a table's rows, its heading left out.

    Args:
        rows: Of words, and of the lines, blocks and pages around them.
        points: The size of a pixel.

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
                    left * points,
                    top * points,
                    (left + width) * points,
                    (top + height) * points,
                ),
                confidence=round(min(1.0, max(0.0, float(fields[10]) / 100)), 4),
            )
        )
    return tuple(words)
