"""Where a miss stands on the page, when no reading says so: the line most like what is missed.

Items of lists (an office of the grid, an addressee) have no readings of their own, and what was not
read at all has none anywhere; a person who wants to look still needs a page and a box.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from expectations.query import Row
from expectations.score.held import box_of
from expectations.score.report import Comparison
from transform.cable import Layer

SAME_STRETCH = 70
"""Least likeness (0-100) of a stretch of a line to the value; on bad prints nearly one character in
three is wrong."""

SHORTEST = 4
"""Characters a value must have to be looked for: shorter ones stand in many lines."""

NOT_PRINTED = frozenset({"cables", "status", "format", "layout", "section_count"})
"""What the truth says of a document that stands on no line of it."""


TEXT_STRETCH = 50
"""Characters of running text to look for, from where it first differs: most of a line."""


def with_place(miss: Comparison, lines: Sequence[Row]) -> Comparison:
    """Return a miss with the page, box and text of the line it is most likely printed on.

    Args:
        miss: A comparison that is not right.
        lines: The lines of its document.
    """
    if miss.box is not None or miss.pair.field in NOT_PRINTED:
        return miss
    best = _line_of(miss, lines)
    if best is None:
        return miss
    return replace(
        miss, printed=str(best["text"]), page_no=int(str(best["page_no"])), box=box_of(best)
    )


def _line_of(miss: Comparison, lines: Sequence[Row]) -> Row | None:
    root = miss.pair.field.partition(".")[0]
    if miss.pair.similarity is not None:
        return _most_alike(
            _differing(miss), [line for line in lines if line["layer"] == Layer.BODY]
        )
    if root == "distribution":
        return _with_office(_record(miss), lines)
    return None if root == "paragraphs" else _most_alike(_record(miss), lines)


def _most_alike(value: str, lines: Sequence[Row]) -> Row | None:
    if len(value) < SHORTEST:
        return None
    best = max(lines, key=lambda line: _likeness(value, line), default=None)
    return None if best is None or _likeness(value, best) < SAME_STRETCH else best


def _likeness(value: str, line: Mapping[str, object]) -> float:
    text = str(line["text"])
    return fuzz.partial_ratio(value, text) if len(text) >= SHORTEST else 0.0


def _with_office(office: str, lines: Sequence[Row]) -> Row | None:
    """Return the first line with an office and its copies: the grid stands above all prose."""
    shape = re.compile(rf"(?<!\w){re.escape(office)}\W{{1,2}}\w\w")
    return next((line for line in lines if shape.search(str(line["text"]))), None) or _most_alike(
        office, lines
    )


def _differing(miss: Comparison) -> str:
    """Return the stretch in which running text first differs, as read if anything was."""
    text = miss.pair.read or miss.pair.expected or ""
    start = max(0, miss.pair.first_difference - TEXT_STRETCH // 2)
    return text[start : start + TEXT_STRETCH]


def _record(miss: Comparison) -> str:
    """Return the value, or the record it is a part of, without the role that stands before it."""
    value = miss.pair.part_of or miss.pair.expected or miss.pair.read or ""
    role, _, rest = value.partition(" ")
    return rest if role in ("action", "info", "origin", "exempt") else value
