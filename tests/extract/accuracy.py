"""Character errors of the OCR path against prints whose every line is known.

    python -m tests.extract.accuracy RELEASES

prints, per level of damage, the character error rate over all lines, the share of header and body
lines read exactly, and CPU seconds a page (Tesseract's included), for the prints in `seed/` and
`foia_scans/`. Lines are matched whatever their order; printed lines nobody read and read lines
nobody printed both count as errors.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from extract.document import extract_page
from extract.settings import ExtractSettings

LEVELS = ("clean", "typical", "bad")

MAX_MATCH_DISTANCE = 0.7
"""Share of a line's characters that may differ for a read line to count as its reading."""

Truth = tuple[tuple[str, str], ...]


@dataclass
class Score:
    """Errors and characters of one level; lines exact and in all by kind."""

    errors: int = 0
    characters: int = 0
    pages: int = 0
    cpu_seconds: float = 0.0
    exact: Counter[str] = field(default_factory=Counter)
    lines: Counter[str] = field(default_factory=Counter)

    @property
    def character_error_rate(self) -> float:
        """Errors to printed characters."""
        return self.errors / self.characters


def printed_pages(releases: Path, level: str) -> Iterator[tuple[Path, int, Truth]]:
    """Yield file, page number and (kind, text) of each printed line."""
    for path in sorted(releases.glob(f"*/*.{level}.pdf")):
        truth = json.loads(path.with_suffix(".lines.json").read_text(encoding="utf-8"))
        for page in truth["pages"]:
            lines = ((line["kind"], " ".join(line["text"].split())) for line in page["lines"])
            yield path, page["page"], tuple((kind, text) for kind, text in lines if text)


def match_lines(printed: Sequence[str], read: Sequence[str]) -> dict[int, int]:
    """Return for each printed line that was read the index of its reading, nearest pairs first."""
    pairs = sorted(
        (Levenshtein.normalized_distance(text, other), i, j)
        for i, text in enumerate(printed)
        for j, other in enumerate(read)
    )
    matched: dict[int, int] = {}
    for distance, i, j in pairs:
        if distance <= MAX_MATCH_DISTANCE and i not in matched and j not in matched.values():
            matched[i] = j
    return matched


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
            _add(score, truth, read)
            score.pages += 1
            score.cpu_seconds += seconds
    return score


def _add(score: Score, truth: Truth, read: Sequence[str]) -> None:
    """Add one page to a score."""
    matched = match_lines([text for _, text in truth], read)
    for index, (kind, text) in enumerate(truth):
        reading = read[matched[index]] if index in matched else ""
        distance = Levenshtein.distance(text, reading)
        score.errors += distance
        score.characters += len(text)
        score.lines[kind] += 1
        score.exact[kind] += distance == 0
    score.errors += sum(len(t) for j, t in enumerate(read) if j not in matched.values())


def main() -> None:
    """Print the table."""
    print("level    CER %  CPU s/page  exact lines by kind")
    for level in LEVELS:
        score = score_level(Path(sys.argv[1]), level)
        kinds = "  ".join(f"{k} {score.exact[k]}/{n}" for k, n in sorted(score.lines.items()))
        rate, seconds = 100 * score.character_error_rate, score.cpu_seconds / score.pages
        print(f"{level:8} {rate:5.2f} {seconds:11.2f}  {kinds}")


if __name__ == "__main__":
    main()
