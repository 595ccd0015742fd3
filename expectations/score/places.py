"""Where a miss stands on the page, when no reading says so: the line most like what is missed.

Items of lists (an office of the grid, an addressee) have no readings of their own, and what was not
read at all has none anywhere; a person who wants to look still needs a page and a box.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from expectations.query import Row
from expectations.score.held import box_of
from expectations.score.report import Comparison

SAME_STRETCH = 70
"""Least likeness (0-100) of a stretch of a line to the value; on bad prints nearly one character in
three is wrong."""

SHORTEST = 4
"""Characters a value must have to be looked for: shorter ones stand in many lines."""

NOT_PRINTED = frozenset({"cables", "status", "format", "layout", "section_count"})
"""What the truth says of a document that stands on no line of it."""


def with_place(miss: Comparison, lines: Sequence[Row]) -> Comparison:
    """Return a miss with the page, box and text of the line it is most likely printed on.

    Args:
        miss: A comparison that is not right. Running text keeps its page: it has many lines.
        lines: The lines of its document.
    """
    if miss.box is not None or miss.pair.similarity is not None or miss.pair.field in NOT_PRINTED:
        return miss
    value = _as_printed(miss)
    if len(value) < SHORTEST:
        return miss
    best = max(lines, key=lambda line: _likeness(value, line), default=None)
    if best is None or _likeness(value, best) < SAME_STRETCH:
        return miss
    return replace(
        miss, printed=str(best["text"]), page_no=int(str(best["page_no"])), box=box_of(best)
    )


def _likeness(value: str, line: Mapping[str, object]) -> float:
    text = str(line["text"])
    return fuzz.partial_ratio(value, text) if len(text) >= SHORTEST else 0.0


def _as_printed(miss: Comparison) -> str:
    """Return the value without the role that stands before it in lists of records."""
    value = miss.pair.expected or miss.pair.read or ""
    role, _, rest = value.partition(" ")
    return rest if role in ("action", "info", "origin", "exempt") else value
