"""What a cable cites: the REF lists of its sections, read once for all that use them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from transform.blocks.header_fields import TelegramBlock
from transform.cable import (
    Reference,
)
from transform.candidate import Candidate, located
from transform.defects import Defect, Parsed
from transform.header.reference import CitingCable, parse_references
from transform.message import MessageParts
from transform.patches import Corrections
from transform.resolve import (
    choose,
)
from transform.rows import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """The references of one section with the rows they stand on."""

    rows: tuple[Row, ...]
    parsed: Parsed[tuple[Reference, ...]]


def cite(parts: Sequence[MessageParts], candidates: Sequence[Candidate]) -> tuple[Cited, ...]:
    """Return the references of each section that has any, read once for all that use them.

    A reference without a year takes the cable's.
    """
    year = choose(candidates).get("year")
    implied = year.value if year and isinstance(year.value, int) else None
    return tuple(
        Cited(rows=part.telegram.reference_rows, parsed=parse_section(part, implied))
        for part in parts
        if part.telegram and part.telegram.reference_rows
    )


def parse_section(part: MessageParts, year: int | None) -> Parsed[tuple[Reference, ...]]:
    """Return the references of one section; `year` is what those without one are taken for."""
    telegram = part.telegram
    if telegram is None or not telegram.reference_rows:
        return Parsed(value=())
    return read_references([row.text for row in telegram.reference_rows], telegram, year)


def read_references(
    lines: Sequence[str], telegram: TelegramBlock | None, year: int | None
) -> Parsed[tuple[Reference, ...]]:
    """Return the references of lines; the telegram tells the citing cable's own number."""
    return parse_references(
        lines,
        year,
        telegram.control_post if telegram else None,
        own_serial=telegram.control_serial if telegram else None,
        cable_month=telegram.dtg.month if telegram and telegram.dtg else None,
    )


def reference_defects(cited: Sequence[Cited]) -> tuple[Defect, ...]:
    """Return what was wrong with the lists, at the first row of each."""
    return tuple(
        defect for one in cited for defect in located(one.parsed.defects, one.rows[0], "references")
    )


def references_of(
    parts: Sequence[MessageParts],
    cited: Sequence[Cited],
    corrections: Corrections,
    year: int | None,
) -> tuple[Reference, ...]:
    """Return the telegram's references, those of the first section; without any the card's."""
    keyed = corrections.value("references", None)
    if keyed is not None:
        telegram = next((part.telegram for part in parts if part.telegram), None)
        return read_references(["; ".join(keyed)], telegram, year).value or ()
    for one in cited:
        if one.parsed.value:
            return one.parsed.value
    return next((part.card.references for part in parts if part.card), ())


def citing(values: Mapping[str, Any]) -> CitingCable:
    """Return what of the cable decides the year of a number its paragraphs cite without one."""
    dtg = values.get("dtg")
    return CitingCable(
        year=values.get("year"),
        post=values.get("post"),
        serial=values.get("serial"),
        month=dtg.month if dtg else None,
    )
