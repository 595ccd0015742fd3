"""Character errors of the OCR path against prints whose every line is known.

    python -m tests.extract.accuracy RELEASES

prints, per level of damage, the character error rate over all lines, the share of header and body
lines read exactly, and CPU seconds a page (Tesseract's included), for the prints in `seed/` and
`foia_scans/`. `make bench` puts other ways of reading beside it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from extract.document import extract_page
from extract.page import Page
from extract.settings import ExtractSettings
from tests.reading_errors import LineErrors, Truth, errors_of, truth_of_page

LEVELS = ("clean", "typical", "bad")


@dataclass
class Score:
    """What one level's pages came to."""

    found: LineErrors = field(default_factory=LineErrors)
    pages: int = 0
    cpu_seconds: float = 0.0

    @property
    def character_error_rate(self) -> float:
        """Errors to printed characters."""
        return self.found.character_error_rate


def printed_pages(releases: Path, level: str) -> Iterator[tuple[Path, int, Truth]]:
    """Yield file, page number and (kind, text) of each printed line."""
    for path in sorted(releases.glob(f"*/*.{level}.pdf")):
        truth = json.loads(path.with_suffix(".lines.json").read_text(encoding="utf-8"))
        for page in truth["pages"]:
            yield path, page["page"], truth_of_page(page)


class Reading(NamedTuple):
    """A page as read, and the CPU seconds it took."""

    page: Page
    cpu_seconds: float


def read_page(path: Path, page_no: int) -> Reading:
    """Read a page with the default engine."""
    before = os.times()
    page = extract_page(path, "0" * 64, page_no, ExtractSettings())
    return Reading(page, sum(os.times()[:4]) - sum(before[:4]))


def score_level(
    releases: Path, level: str, read: Callable[[Path, int], Reading], *, step: int = 1
) -> Score:
    """Return the score over the prints of a level.

    Args:
        releases: The folder of real releases.
        level: One of `LEVELS`.
        read: Reads a page, given file and number.
        step: 1 takes all pages, 2 every second one.
    """
    score = Score()
    for path, page_no, truth in islice(printed_pages(releases, level), 0, None, step):
        reading = read(path, page_no)
        score.found += errors_of(truth, [line.text for line in reading.page.lines])
        score.pages += 1
        score.cpu_seconds += reading.cpu_seconds
    return score


def main() -> None:
    """Print the table."""
    print("level    CER %  CPU s/page  exact lines by kind")
    for level in LEVELS:
        score = score_level(Path(sys.argv[1]), level, read_page)
        found = score.found
        kinds = "  ".join(f"{k} {found.exact[k]}/{n}" for k, n in sorted(found.lines.items()))
        rate, seconds = 100 * score.character_error_rate, score.cpu_seconds / score.pages
        print(f"{level:8} {rate:5.2f} {seconds:11.2f}  {kinds}")


if __name__ == "__main__":
    main()
