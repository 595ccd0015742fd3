"""Values beside values: scalars, lists in printed order, records with parts, running text.

Lists are aligned as people compare them: what stands in both in the same order is right, the rest
is paired up in order, so that a misread item shows beside the one it should have been.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from rapidfuzz.distance import Levenshtein

from expectations.query import Row
from expectations.score.held import spelled
from expectations.score.report import Pair

TEXT_IS_RIGHT = 0.99
"""Similarity from which running text counts as right: one character in a hundred may differ."""

WITHHELD = re.compile(r"\s*\[REDACTED[^\]]*\]")
"""A withheld stretch as `paragraphs.text` shows it, with the blanks before it."""

LINE_END_HYPHEN = "-\n"
"""In a truth, a hyphen that ends a printed line: paper does not tell whether the word has it."""

Record = Mapping[str, Any]


def pair_values(field: str, expected: object, read: object) -> Pair:
    """Return one value beside another."""
    ours, theirs = spelled(read), spelled(expected)
    return Pair(field=field, expected=theirs, read=ours, is_right=ours == theirs)


def pair_lists(field: str, expected: Sequence[object], read: Sequence[object]) -> list[Pair]:
    """Return the items of two lists side by side; two empty lists make one right pair of nothing,
    so that the field counts as compared.
    """
    theirs = [spelled(item) for item in expected]
    ours = [spelled(item) for item in read]
    pairs = [
        Pair(field=field, expected=one, read=other, is_right=is_same)
        for one, other, is_same in _aligned(theirs, ours)
    ]
    return pairs or [Pair(field=field, expected=None, read=None, is_right=True)]


def pair_records(
    field: str,
    expected: Sequence[Record],
    read: Sequence[Row],
    *,
    key: Callable[[Mapping[str, Any]], str],
    parts: Sequence[str],
) -> Iterator[Pair]:
    """Yield the records of two lists side by side, by key, and then their parts.

    Args:
        field: Name of the list; parts are called `<field>.<part>`.
        expected: The truth. A part no record of it names is not compared.
        read: The rows read.
        key: What makes a record the same: it is the value of the field itself.
        parts: Columns compared in records that stand side by side.
    """
    yield from pair_lists(field, [key(one) for one in expected], [key(one) for one in read])
    judged = [part for part in parts if any(part in record for record in expected)]
    for theirs, ours in matched(expected, read, key=key):
        for part in judged:
            pair = pair_values(
                f"{field}.{part}",
                None if theirs is None else theirs.get(part),
                None if ours is None else ours.get(part),
            )
            page_first = None if ours is None else ours.get("page_first")
            yield replace(
                pair,
                part_of=key(theirs or ours or {}),
                page_no=None if page_first is None else int(str(page_first)),
            )


def matched(
    expected: Sequence[Record], read: Sequence[Row], *, key: Callable[[Mapping[str, Any]], str]
) -> Iterator[tuple[Record | None, Row | None]]:
    """Yield the records of the same key side by side; one without its like stands alone.

    As many records in the place of others are those, misread: an office `1MF-02` still has its
    copies right.
    """
    theirs, ours = [key(one) for one in expected], [key(one) for one in read]
    for _, i1, i2, j1, j2 in SequenceMatcher(None, theirs, ours, autojunk=False).get_opcodes():
        if i2 - i1 == j2 - j1:
            yield from zip(expected[i1:i2], read[j1:j2], strict=True)
        else:
            yield from ((one, None) for one in expected[i1:i2])
            yield from ((None, other) for other in read[j1:j2])


def pair_texts(field: str, expected: str | None, read: str | None) -> Pair:
    """Return running text beside the truth; blanks do not count, nor hyphens at a line's end."""
    theirs = None if expected is None else _hyphenated_as(expected, read or "")
    likeness = similarity(theirs or "", read or "")
    return Pair(
        field=field,
        expected=theirs,
        read=read,
        is_right=likeness >= TEXT_IS_RIGHT,
        similarity=likeness,
    )


def _hyphenated_as(expected: str, read: str) -> str:
    """Return the truth with each hyphen at a line's end kept or left out, whichever is nearer."""
    while LINE_END_HYPHEN in expected:
        expected = max(
            (expected.replace(LINE_END_HYPHEN, hyphen, 1) for hyphen in ("-", "")),
            key=lambda text: similarity(text, read),
        )
    return expected


def similarity(one: str, other: str) -> float:
    """Return how alike two texts are, 0 to 1: one less the share of characters to be changed."""
    return Levenshtein.normalized_similarity(" ".join(one.split()), " ".join(other.split()))


def bare(text: str) -> str:
    """Return letters and digits in capitals: what is left when wrapping and punctuation differ."""
    return "".join(char for char in text.upper() if char.isalnum())


def _aligned(
    theirs: Sequence[str | None], ours: Sequence[str | None]
) -> Iterator[tuple[str | None, str | None, bool]]:
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, theirs, ours, autojunk=False).get_opcodes():
        for one, other in zip_longest(theirs[i1:i2], ours[j1:j2]):
            yield one, other, tag == "equal"
