"""Errors of read lines against printed ones: for the OCR tests and the bench.

Lines are matched whatever their order; printed lines nobody read and read lines nobody printed both
count as errors. Only characters of one line count, blanks inside runs once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz.distance import Levenshtein

MAX_MATCH_DISTANCE = 0.7
"""Share of a line's characters that may differ for a read line to count as its reading."""

Truth = Sequence[tuple[str, str]]
"""(kind, text) of each printed line of a page."""


def truth_of_page(page: Mapping[str, Any]) -> Truth:
    """Return kind and text of each line of a page of `NAME.lines.json`, blanks counted once."""
    lines = ((line["kind"], " ".join(line["text"].split())) for line in page["lines"])
    return tuple((kind, text) for kind, text in lines if text)


def match_lines(printed: Sequence[str], read: Sequence[str]) -> dict[int, int]:
    """Return for each printed line that was read the index of its reading, nearest pairs first."""
    pairs = sorted(
        (Levenshtein.normalized_distance(text, other), i, j)
        for i, text in enumerate(printed)
        for j, other in enumerate(read)
    )
    matched: dict[int, int] = {}
    taken: set[int] = set()
    for distance, i, j in pairs:
        if distance <= MAX_MATCH_DISTANCE and i not in matched and j not in taken:
            matched[i] = j
            taken.add(j)
    return matched


@dataclass(slots=True, kw_only=True)
class LineErrors:
    """Errors in characters and words of some pages; lines exact and in all by kind."""

    errors: int = 0
    characters: int = 0
    word_errors: int = 0
    words: int = 0
    exact: Counter[str] = field(default_factory=Counter)
    lines: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: LineErrors) -> LineErrors:
        """Return the errors of both together."""
        return LineErrors(
            errors=self.errors + other.errors,
            characters=self.characters + other.characters,
            word_errors=self.word_errors + other.word_errors,
            words=self.words + other.words,
            exact=self.exact + other.exact,
            lines=self.lines + other.lines,
        )

    @property
    def character_error_rate(self) -> float:
        """Wrong, missing and additional characters to printed ones."""
        return self.errors / self.characters

    @property
    def word_error_rate(self) -> float:
        """Wrong, missing and additional words to printed ones."""
        return self.word_errors / self.words


def errors_of(truth: Truth, read: Sequence[str]) -> LineErrors:
    """Return the errors of one page."""
    matched = match_lines([text for _, text in truth], read)
    found = LineErrors()
    for index, (kind, text) in enumerate(truth):
        reading = read[matched[index]] if index in matched else ""
        distance = Levenshtein.distance(text, reading)
        found.errors += distance
        found.characters += len(text)
        found.word_errors += Levenshtein.distance(text.split(), reading.split())
        found.words += len(text.split())
        found.lines[kind] += 1
        found.exact[kind] += distance == 0
    left = [text for j, text in enumerate(read) if j not in set(matched.values())]
    found.errors += sum(map(len, left))
    found.word_errors += sum(len(text.split()) for text in left)
    return found
