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
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from extract.document import extract_page
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


def read_page(path: Path, page_no: int) -> tuple[list[str], float]:
    """Return the lines of a page as read, and the CPU seconds it took."""
    before = os.times()
    page = extract_page(path, "0" * 64, page_no, ExtractSettings())
    after = os.times()
    return [line.text for line in page.lines], sum(after[:4]) - sum(before[:4])


def score_level(releases: Path, level: str, workers: int = 2) -> Score:
    """Return the score over all prints of a level."""
    score = Score()
    pages = list(printed_pages(releases, level))
    paths, numbers = [page[0] for page in pages], [page[1] for page in pages]
    with ProcessPoolExecutor(workers) as pool:
        for (_, _, truth), (read, seconds) in zip(
            pages, pool.map(read_page, paths, numbers), strict=True
        ):
            score.found += errors_of(truth, read)
            score.pages += 1
            score.cpu_seconds += seconds
    return score


def main() -> None:
    """Print the table."""
    print("level    CER %  CPU s/page  exact lines by kind")
    for level in LEVELS:
        score = score_level(Path(sys.argv[1]), level)
        found = score.found
        kinds = "  ".join(f"{k} {found.exact[k]}/{n}" for k, n in sorted(found.lines.items()))
        rate, seconds = 100 * score.character_error_rate, score.cpu_seconds / score.pages
        print(f"{level:8} {rate:5.2f} {seconds:11.2f}  {kinds}")


if __name__ == "__main__":
    main()
