"""Where rows of running text end, and how broken lines are put together again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from transform.rows import Row

SPECK_LENGTH = 10
"""Rows of fewer characters do not show where the text's right edge is."""
FULL_ROW_SHARE = 0.75
"""A row that ends left of this share of the text's right edge was not broken for want of room:
the longest word that did not fit would have to fill a quarter of the row."""
_END_STOP = re.compile(r"[.!?:;][\"')\]]*$")
_CLOSED = re.compile(r"\b(?:UNQUOTE|END\s+(?:QUOTE|TEXT|SUMMARY|COMMENT))\W*$", re.IGNORECASE)
_HYPHENATED = re.compile(r"[A-Za-z]-$")
_KEEPS_HYPHEN = frozenset({"SELF", "NON"})
"""First halves that stand only before a hyphen; other breaks are looked up in the text."""


def right_edge(rows: Sequence[Row]) -> float:
    """Return where the text's rows end at the right, in points; specks beyond it do not count."""
    edges = sorted(row.box.x1 for row in rows if len(row.text) > SPECK_LENGTH)
    return edges[int(0.95 * (len(edges) - 1))] if edges else 0.0


def is_finished(row: Row, right_edge: float) -> bool:
    """Whether the text of a row ends there: a full stop, or room left that was not used."""
    return ends(row.text) or row.box.x1 < FULL_ROW_SHARE * right_edge


def has_end_stop(text: str) -> bool:
    """Whether a text ends with a stop, quotation marks and brackets behind it allowed."""
    return bool(_END_STOP.search(text))


def ends(text: str) -> bool:
    """Whether a row's text is finished by its words: a stop, an UNQUOTE, or two words alone."""
    return has_end_stop(text) or len(text.split()) <= 2 or bool(_CLOSED.search(text))


def strip_specks(text: str) -> str:
    """Return a text without what is neither letter nor digit at its ends."""
    return re.sub(r"^[^A-Za-z0-9]+|[^A-Za-z0-9]+$", "", text)


def join_rows(lines: Sequence[str], hyphenated: frozenset[str]) -> str:
    """Join lines by a blank; a word broken by a hyphen at a line's end is put together.

    Where the same word stands whole with its hyphen elsewhere, the hyphen is its own and stays.
    """
    text = ""
    for line in lines:
        if not text:
            text = line
        elif _HYPHENATED.search(text) and line[:1].isalpha():
            left, right = text.rsplit(None, 1)[-1][:-1], line.split(None, 1)[0]
            compound = _bare(f"{left}-{right}")
            keeps = compound in hyphenated or _bare(left) in _KEEPS_HYPHEN
            text = text + line if keeps else text[:-1] + line
        else:
            text = f"{text} {line}"
    return text.strip()


def _bare(text: str) -> str:
    return re.sub(r"[^A-Z0-9-]", "", text.upper())


def hyphenated_words(rows: Sequence[Row]) -> frozenset[str]:
    """Return the words that stand with a hyphen of their own inside a row, in capitals."""
    return frozenset(
        _bare(word)
        for row in rows
        for word in row.text.split()
        if "-" in word.strip("-") and not word.endswith("-")
    )
