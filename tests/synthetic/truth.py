"""What an invented cable says: the records every print of it is made from and judged by.

Attribute names are the warehouse contract's; `to_json` gives the shape of the hand-keyed truth of
11 MEXICO 392, so that one scorer reads both. A value here is a value as the contract wants it, not
as it is printed; printed forms end in `_raw`.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Era(StrEnum):
    """When a cable was sent: decides its offices, its order, its case and its TAGS."""

    SEVENTIES = "1970s"
    NINETIES = "1990s"
    TWO_THOUSANDS = "2000s"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddresseeTruth:
    """One address of the TO or INFO lines."""

    role: str
    plain_language_address: str
    precedence: str | None = None
    continuity_number: str | None = None
    routing_indicator: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeTruth:
    """One office of the distribution grid."""

    role: str
    office: str
    copies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceTruth:
    """One item of the REF line."""

    label: str | None
    mrn: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphTruth:
    """One paragraph: lines joined, number and marking left out, withheld stretches as tokens."""

    number: int | None
    portion_marking: str | None
    heading: str | None
    text: str
    redaction_count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseTruth:
    """What the reviewers printed over the document; dates as ISO text."""

    decision: str | None
    review_authority: str | None
    reviewed_on: str | None
    case_id: str | None
    document_number: str | None
    page_banner: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CableTruth:
    """An invented cable. Instants are ISO text in UTC, dates ISO text."""

    mrn: str
    year: int
    post: str
    serial: int
    dtg: str
    dtg_raw: str
    precedence: str
    info_precedence: str | None
    originator: str
    addressees: tuple[AddresseeTruth, ...]
    classification: str
    captions: tuple[str, ...]
    passing_instructions: tuple[str, ...]
    executive_order: str
    declassify_raw: str
    declassify_on: str | None
    classified_by: str | None
    classification_reasons: tuple[str, ...]
    drafted_by: str | None = None
    approved_by: str | None = None
    cleared_by: tuple[str, ...] = ()
    tags: tuple[str, ...]
    subject: str
    refs: tuple[ReferenceTruth, ...]
    distribution: tuple[OfficeTruth, ...]
    distribution_total: int
    distribution_letter: str
    relay_counter: str
    filed_raw: str | None
    section_count: int
    paragraphs: tuple[ParagraphTruth, ...]
    signature: str
    era: Era
    received_raw: str
    """Filing time in the page headers, which is there even before dash lines carried one."""


def to_json(record: object) -> str:
    """Return a record, or a plain dict or list, as JSON text that ends in a newline."""
    plain: Any = record if isinstance(record, dict | list) else asdict(record)  # type: ignore[call-overload]
    return json.dumps(plain, indent=1, ensure_ascii=False) + "\n"
