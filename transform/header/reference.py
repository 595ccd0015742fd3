"""The REF line: what a cable cites, in all the shapes desks have typed it.

A) 09 MEXICO 829; B) 10 MEXICO 4276;      A. STATE 40721 B. ROME 1098
(A) STATE 207984 310241Z AUG 77           STATE 188314, 259032
BRASILIA 2799 AND 2764                    STATE 026462 TO LA PAZ

`reference_items` cuts the list into items, `reference_runs` an item into citations.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from transform.cable import Reference, ReferenceKind
from transform.defects import Defect, DefectCode, Parsed
from transform.header.citation import Citation
from transform.header.citation_sender import same_sender
from transform.header.mrn import Mrn, format_mrn
from transform.header.names import parsed
from transform.header.reference_items import is_reference_line, split_items
from transform.header.reference_runs import Run, read_item

__all__ = ["CitingCable", "is_reference_line", "parse_references", "with_year"]

FIELD = "references"

SERIAL_SLACK = 50
"""Numbers are drawn before a cable is sent, so that one may cite a few later than its own."""

MOST_A_MONTH = 35_000
"""No post reaches a number above this for each month of the year: the Department, which sends most,
was at 299669 on 17 November 1979, its busiest year (28,000 a month; NARA)."""

JANUARY = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CitingCable:
    """What of the citing cable decides the year of a number printed without one."""

    year: int | None
    post: str | None
    serial: int | None = None
    month: int | None = None


def parse_references(
    lines: Sequence[str],
    cable_year: int | None,
    own_post: str | None,
    *,
    own_serial: int | None = None,
    cable_month: int | None = None,
) -> Parsed[tuple[Reference, ...]]:
    """Read a REF line and its continuations, with or without its label.

    A number without a year is of the cable's own year, unless the item prints a date; a number of
    the own post far above the cable's own serial, or of any post above what a year has reached in
    the cable's month, is of the year before. In January that cannot be told for other posts:
    `reference.year_implied` says so.

    Args:
        lines: the printed lines, first one with the label.
        cable_year: four-digit year of the citing cable.
        own_post: its post, whose numbers `own_serial` bounds, and which a first number without
            any post is taken for.
        own_serial: its own serial number.
        cable_month: its month, 1 to 12.

    Returns:
        An empty tuple for `N/A` or nothing. An item that names nothing readable is kept with kind
        `other`, and `reference.unreadable` where it holds a number.
    """
    citing = CitingCable(year=cable_year, post=own_post, serial=own_serial, month=cable_month)
    references: list[Reference] = []
    defects: list[Defect] = []
    rules: list[str] = []
    post_before: str | None = None
    for item in split_items(lines):
        rules.extend(item.rules)
        run = Run(own_post=own_post, latest_year=cable_year, post_before=post_before)
        for citation in read_item(item.text, run):
            dated, doubtful = with_year(citation, citing)
            reference = _reference(item.label, dated)
            references.append(reference)
            rules.extend(citation.rules)
            defects.extend(_defects(reference, doubtful))
            post_before = citation.post or post_before
    return parsed(tuple(references), *dict.fromkeys(rules), defects=tuple(defects))


def with_year(citation: Citation, citing: CitingCable) -> tuple[Citation, bool]:
    """Return the citation with its year, and whether that year is in doubt."""
    if not citation.is_numbered or citation.year is not None or citing.year is None:
        return citation, False
    serial = citation.serial or 0
    is_cable = citation.kind is ReferenceKind.CABLE
    if is_cable and citing.serial is not None and same_sender(citation.post, citing.post):
        is_later = serial > citing.serial + SERIAL_SLACK
        return replace(citation, year=citing.year - is_later), False
    if is_cable and citing.month is not None and serial > MOST_A_MONTH * citing.month:
        return replace(citation, year=citing.year - 1), False
    return replace(citation, year=citing.year), citing.month == JANUARY


def _reference(label: str | None, citation: Citation) -> Reference:
    mrn = None
    if citation.kind is ReferenceKind.CABLE and citation.post and citation.serial is not None:
        mrn = format_mrn(Mrn(year=citation.year, post=citation.post, serial=citation.serial))
    return Reference(
        label=label,
        kind=citation.kind,
        mrn=mrn,
        year=citation.year,
        post=citation.post,
        serial=citation.serial,
        raw=citation.raw,
        suffix=citation.suffix,
        dtg_raw=citation.dtg_raw,
    )


def _defects(reference: Reference, doubtful: bool) -> list[Defect]:
    found = []
    if doubtful:
        message = f"{reference.raw!r} may be of the year before {reference.year}"
        found.append((DefectCode.REFERENCE_YEAR_IMPLIED, message))
    is_numbered = reference.kind in (ReferenceKind.CABLE, ReferenceKind.AIRGRAM)
    names_nothing = reference.kind is ReferenceKind.OTHER or (is_numbered and not reference.post)
    if names_nothing and any(map(str.isdigit, reference.raw)):
        message = f"{reference.raw!r} names nothing that is known"
        found.append((DefectCode.REFERENCE_UNREADABLE, message))
    return [Defect(code=code, field=FIELD, message=message) for code, message in found]
