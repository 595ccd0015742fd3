"""Which rows of a body open a numbered paragraph: the chain of numbers that fits the page best.

A number at the head of a row may be a paragraph's, an item's of a list, the rest of a date that
wrapped, a time or a sum. No row tells by itself, all together do: paragraph numbers count up by
one, stand apart, follow a finished sentence, carry the portion marking and share a column. Each
row that opens with a number gets weight for what speaks for it, and the chain of rising numbers
with the most weight is taken; numbers left out in between cost. So a print that lost number 1, or
has no blank lines (1974LAPAZ02004), or whose numbers OCR misread is still cut where it was meant.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from transform.header.names import DIGIT_LOOKALIKES
from transform.portion import Marked, portion_of
from transform.rows import Row, blank_between
from transform.running_text import is_finished

_NUMBER = re.compile(
    r"^(?:[¶#]\s*)?(?P<number>[0-9IlOSBZ|]{1,3})\s?(?P<stop>[.,:;)])?[.,]*(?P<blank>\s*)(?=\S)(?P<rest>.*)$"
)
_TORN = re.compile(r"^(?![\d(\[])[^\s()\[\]]{1,3}[.,]\s*(?P<rest>[\[({\u00a2].*)$")
"""A number no digit is left of, known by the stop and the portion marking behind it."""
_SURE_DIGITS = re.compile(r"^[0-9IlO|]+$|[0-9]")
"""Digits, or letters that are printed for 1 and 0; S, B and Z count beside a digit only: `B.` opens
an item of a list."""
UNDERLINE = re.compile(r"^[\W_]*[-–—_=~]{3,}[\W_]*$")
_QUOTE = re.compile(r"\b(?:BEGIN\s+(?:TEXT|QUOTE)|QUOTE)\b|\b(UNQUOTE|END\s+(?:TEXT|QUOTE))\b")

STOP_WEIGHT: Mapping[str, float] = {".": 1.0, ",": 0.7, ":": 0.7, ";": 0.7, ")": 0.3, "": 0.0}
"""What the sign behind a number says: a stop opens paragraphs, a bracket mostly items of lists."""
MARKING_WEIGHT = 1.0
"""A portion marking behind the number: it stands at the head of paragraphs and nowhere else."""
BLANK_WEIGHT = 0.5
"""White space above. Lists have it too, so it is worth less than a stop."""
COLUMN_WEIGHT = 0.2
"""The number before stands in the same column: settles between what is otherwise equal."""
TORN_COST = 0.4
"""The number is read from letters, or stands inside a quoted text with numbers of its own."""
OTHER_NUMBER_COST = 0.8
"""A marked row is taken for the next paragraph though its number reads otherwise."""
GAP_COST = 0.6
"""Each number left out: a paragraph lost is likelier than three."""
LEAST_WEIGHT = 0.5
"""Below this a row opens nothing: a bracket behind a number, no white space (a list in a row)."""
SURE_WEIGHT = 0.7
"""Below this a number is believed only as the very next: `30 DAYS LATER` may open a paragraph."""
MOST_LOST = 6
"""Numbers that may be missing between two that were read."""
FIRST_COST = 1.5
"""The most a chain pays for not beginning at 1: section 2 of a cable alone begins at any number."""
COLUMN_SHARE = 0.5
"""Share of a line's step by which numbers of one column may differ: less than a character."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """A row that opens a paragraph: its number, and what follows it, the marking parsed."""

    number: int
    marked: Marked
    is_repaired: bool
    """Whether number or marking had to be put right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opening:
    """A row that may open a paragraph. `number` is None where no digit is left of it."""

    row: Row
    number: int | None
    marked: Marked
    weight: float


@dataclass(frozen=True, slots=True)
class _Link:
    """The best chain that ends at an opening with a number."""

    score: float
    number: int
    opening: _Opening
    before: _Link | None


def find_numbers(rows: Sequence[Row], edge: float) -> dict[int, Numbered]:
    """Return the rows that open a numbered paragraph, by row index.

    Args:
        rows: the rows of a body in order.
        edge: where the text's rows end at the right, in points (`running_text.right_edge`).
    """
    best: dict[int, _Link] = {}
    for opening in _openings(rows, edge):
        link = _link(opening, best)
        held = best.get(link.number) if link else None
        if link is not None and (held is None or link.score > held.score):
            best[link.number] = link
    last = max(best.values(), key=lambda link: (link.score, -link.number), default=None)
    chain: dict[int, Numbered] = {}
    while last is not None and (chain or last.score > 0):
        opening = last.opening
        chain[opening.row.index] = Numbered(
            number=last.number,
            marked=opening.marked,
            is_repaired=opening.marked.is_repaired or opening.number != last.number,
        )
        last = last.before
    return chain


def _link(opening: _Opening, best: Mapping[int, _Link]) -> _Link | None:
    """Return the best chain an opening ends: behind another, or as the first of all."""
    found: list[_Link] = []
    number = opening.number
    is_sure = opening.weight >= SURE_WEIGHT
    if number is not None:
        lost = MOST_LOST if is_sure else 0
        before = [link for n in range(number - 1 - lost, number) if (link := best.get(n))]
        found += [
            _after(link, number, opening, GAP_COST * (number - 1 - link.number)) for link in before
        ]
        if number == 1 or (is_sure and number > 1):
            first = min(FIRST_COST, GAP_COST * (number - 1))
            found.append(_Link(opening.weight - first, number, opening, None))
    if opening.marked.marking and best:
        longest = max(best.values(), key=lambda link: link.score)
        cost = 0.0 if number is None else OTHER_NUMBER_COST
        found.append(_after(longest, longest.number + 1, opening, cost))
    return max(found, key=lambda link: link.score, default=None)


def _after(before: _Link, number: int, opening: _Opening, cost: float) -> _Link:
    row, above = opening.row, before.opening.row
    is_aligned = abs(row.box.x0 - above.box.x0) < COLUMN_SHARE * row.pitch
    weight = opening.weight + (COLUMN_WEIGHT if is_aligned else 0.0)
    return _Link(before.score + weight - cost, number, opening, before)


def _openings(rows: Sequence[Row], edge: float) -> list[_Opening]:
    """Return the rows that open with a number, each weighed."""
    found: list[_Opening] = []
    above: Row | None = None
    is_under_line = in_quote = False
    for row in rows:
        if UNDERLINE.match(row.text):
            is_under_line = True
            continue
        if not row.has_text:
            continue
        parted = True if is_under_line or above is None else blank_between(above, row)
        opening = _opening(row, above, parted, edge, in_quote)
        if opening is not None:
            found.append(opening)
        in_quote = _is_quoting(row.text, in_quote)
        above, is_under_line = row, False
    return found


def _opening(
    row: Row, above: Row | None, parted: bool | None, edge: float, in_quote: bool
) -> _Opening | None:
    """Return a row weighed as the head of a paragraph, or None when it cannot be one."""
    match = _NUMBER.match(row.text) or _TORN.match(row.text)
    if match is None:
        return None
    groups = match.groupdict()
    printed, rest = groups.get("number"), match["rest"]
    marked = portion_of(rest, is_numbered=True)
    if not marked.marking and (printed is None or _goes_on(groups)):
        return None
    if not (parted or marked.marking) and above is not None and not is_finished(above, edge):
        # A date that wraps (`BY DECEMBER` / `2. THE ...`) goes on with the sentence above.
        return None
    number = _value(printed) if printed else None
    if number is None and not marked.marking:
        return None
    if number is None and not (parted or above is None or is_finished(above, edge)):
        return None
    weight = STOP_WEIGHT[groups.get("stop") or ""] if printed else STOP_WEIGHT["."]
    weight += MARKING_WEIGHT * bool(marked.marking)
    weight += BLANK_WEIGHT * (1.0 if parted else 0.5 if parted is None else 0.0)
    weight -= TORN_COST * (not (printed or "").isdigit())
    if weight < LEAST_WEIGHT:
        return None
    weight -= TORN_COST * in_quote
    return _Opening(row=row, number=number, marked=marked, weight=weight)


def _goes_on(groups: Mapping[str, str | None]) -> bool:
    """Whether digits follow at once: a time (`3:40 P.M.`), a sum (`2.8 MILLION`), not a number."""
    return (
        bool(groups.get("stop")) and not groups.get("blank") and (groups["rest"] or "")[0].isdigit()
    )


def _value(printed: str) -> int | None:
    """Return the number of its print, letters read as the digits they stand for, or None."""
    if not _SURE_DIGITS.search(printed):
        return None
    digits = printed.translate(DIGIT_LOOKALIKES)
    return int(digits) if digits.isdigit() else None


def _is_quoting(text: str, in_quote: bool) -> bool:
    """Whether a quoted text is open behind a row."""
    for match in _QUOTE.finditer(text.upper()):
        in_quote = match.group(1) is None
    return in_quote
