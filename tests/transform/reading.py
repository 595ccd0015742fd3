"""A layout's print as parsed, put beside its truth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from extract.page import Page
from tests.golden.files import CABLES, read_pages
from transform.cable import Cable
from transform.candidate import format_value

NOT_COMPARED = ("release", "redaction_count")
"""What is not the cable's own: the document's release, and the marks' count."""


def pages_of(name: str) -> tuple[Page, ...]:
    """Return a print's pages as extraction read them when the golden set was made."""
    return read_pages(CABLES / name)


def misses(cable: Cable, truth: Mapping[str, Any]) -> Iterator[str]:
    """Yield a line for every field of a cable that is not as printed."""
    read = _as_truth(cable)
    for name, expected in truth.items():
        if name in NOT_COMPARED:
            continue
        if name == "paragraphs":
            yield from _paragraph_misses(read[name], expected)
        elif read[name] != expected:
            yield f"{name}: read {read[name]!r}, printed {expected!r}"


def _as_truth(cable: Cable) -> dict[str, Any]:
    """Return a cable in a truth's shape: text, numbers, lists, and null for what is absent."""
    plain = {name: _plain(getattr(cable, name)) for name in Cable.__slots__}
    return {
        **plain,
        "addressees": [
            {
                "role": str(one.role),
                "plain_language_address": one.plain_language_address,
                "precedence": one.precedence,
                "continuity_number": one.continuity_number,
                "routing_indicator": one.routing_indicator,
            }
            for one in cable.addressees
        ],
        "distribution": [
            {"role": str(one.role), "office": one.office, "copies": one.copies}
            for one in cable.distribution
        ],
        "refs": [{"label": one.label, "mrn": one.mrn} for one in cable.references],
        "paragraphs": [
            {
                "number": one.number,
                "portion_marking": one.portion_marking,
                "heading": one.heading,
                "text": one.text,
                "redaction_count": one.redaction_count,
            }
            for one in cable.paragraphs
        ],
    }


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, str | date | datetime):
        return format_value(value)
    return value


def _paragraph_misses(
    read: list[dict[str, Any]], printed: tuple[dict[str, Any], ...]
) -> Iterator[str]:
    if len(read) != len(printed):
        yield f"paragraphs: read {len(read)}, printed {len(printed)}"
    for ours, theirs in zip(read, printed, strict=False):
        for name, expected in theirs.items():
            if ours[name] != expected:
                number = theirs["number"]
                yield f"paragraph {number} {name}: read {ours[name]!r}, printed {expected!r}"
