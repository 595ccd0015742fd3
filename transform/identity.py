"""When a cable was sent and what its number is: what no line prints whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from transform.blocks.stamp import StampBlock
from transform.cable import (
    Block,
)
from transform.candidate import Candidate, combine, located
from transform.cited import parse_section
from transform.defects import Defect
from transform.header.century import CenturyEvidence, resolve_instant
from transform.header.dtg import DateTimeGroup, parse_dtg
from transform.header.mrn import Mrn, format_mrn
from transform.message import MessageParts
from transform.offered import Archive
from transform.resolve import (
    choose,
    elect,
)


def add_instant(
    candidates: list[Candidate],
    parts: Sequence[MessageParts],
    stamps: StampBlock,
    archive: Archive | None,
) -> tuple[Defect, ...]:
    """Turn each block's date-time group into an instant, the century by evidence."""
    evidence = CenturyEvidence(
        executive_order=_first(candidates, "executive_order", str),
        reviewed_on=stamps.release.reviewed_on,
        reference_years=tuple(
            one.year
            for part in parts
            for one in parse_section(part, None).value or ()
            if one.year is not None
        ),
        printed_years=tuple(
            one.value.year
            for one in (archive.candidates if archive else ())
            if one.field == "dtg" and isinstance(one.value, date)
        ),
    )
    defects: list[Defect] = []
    for one in [c for c in candidates if c.field == "dtg_raw"]:
        group = _group_of(one, parts)
        if group is None:
            continue
        parsed = resolve_instant(group, evidence)
        if one.block is Block.TELEGRAM:
            defects += located(parsed.defects, one.rows[0] if one.rows else None, "dtg")
        if parsed.value is not None:
            found: Mapping[str, object] = {"dtg": parsed.value, "year": parsed.value.year}
            candidates += [
                replace(
                    one,
                    field=name,
                    value=value,
                    confidence=combine(one.confidence, parsed.confidence if parsed.rules else None),
                )
                for name, value in found.items()
            ]
    return tuple(defects)


def _group_of(one: Candidate, parts: Sequence[MessageParts]) -> DateTimeGroup | None:
    if one.is_patch:
        return parse_dtg(str(one.value)).value
    for part in parts:
        block = part.card if one.block is Block.CARD else part.telegram
        if block is not None and block.dtg is not None and block.dtg.raw == one.value:
            return block.dtg
    return None


def add_mrn(candidates: list[Candidate], *, is_airgram: bool) -> None:
    """Put the telegram's MRN together from its year, post and serial: no line prints it whole.

    Without a DTG the year is the card's, or the archive's: a cable number alone would be another
    cable every year. Where a person keyed one of the three, all are the chosen ones.
    """
    chosen = choose(candidates)
    year, post, serial = (chosen.get(name) for name in ("year", "post", "serial"))
    is_patch = any(one is not None and one.is_patch for one in (year, post, serial))
    if not is_patch:
        post, serial = (
            next(
                (
                    c
                    for c in candidates
                    if c.block is Block.TELEGRAM and c.field == name and c.value
                ),
                None,
            )
            for name in ("post", "serial")
        )
        post = post and elect("post", post, candidates)
        serial = serial and elect("serial", serial, candidates)
    if not (year and post and serial):
        return
    if serial.block is Block.CARD:
        # The card's whole number stands then: it is a reading of its own.
        return
    if (
        isinstance(year.value, int)
        and isinstance(post.value, str)
        and isinstance(serial.value, int)
    ):
        measured = [c.confidence for c in (year, post, serial) if c.confidence is not None]
        candidates.append(
            replace(
                serial,
                field="mrn",
                rows=serial.rows or post.rows or year.rows,
                value=format_mrn(
                    Mrn(
                        year=year.value,
                        post=post.value,
                        serial=serial.value,
                        is_airgram=is_airgram,
                    )
                ),
                rule=f"{serial.rule} + {post.rule} + {year.rule}",
                confidence=min(measured, default=None),
                is_patch=is_patch,
            )
        )


def _first(candidates: Sequence[Candidate], name: str, kind: type) -> Any:
    return next(
        (c.value for c in candidates if c.field == name and isinstance(c.value, kind)), None
    )
