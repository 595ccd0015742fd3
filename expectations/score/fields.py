"""A document beside the truth of its fields (`NAME.json`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from expectations.query import Row
from expectations.score.blocks import CARD_TAGS
from expectations.score.compare import (
    WITHHELD,
    matched,
    pair_lists,
    pair_records,
    pair_texts,
    pair_values,
)
from expectations.score.held import CABLE_TABLES, HeldCable, HeldDocument
from expectations.score.report import Pair
from expectations.score.truth import FieldTruth
from extract.errors import ConfigurationError

RELEASE_COLUMNS = {"decision": "release_decision"}
"""Names in the truth's `release` that are not the columns' own."""

NO_COLUMNS = frozenset({"release", "status", CARD_TAGS})
"""Truth keys that are compared elsewhere: with the document, or with the card's reading."""


def compare_document(truth: FieldTruth, document: HeldDocument) -> Iterator[Pair]:
    """Yield what concerns the document: how many cables it holds, and the release fields."""
    yield from pair_lists("cables", ["cable"] * len(truth.cables), ["cable"] * len(document.cables))
    if "status" in truth.fields:
        yield pair_values("status", truth.fields["status"], document.row["status"])
    for name, value in (truth.fields.get("release") or {}).items():
        column = RELEASE_COLUMNS.get(name, name)
        yield pair_values(column, value, _column(truth, document.row, column))


def compare_cable(truth: FieldTruth, cable: HeldCable) -> Iterator[Pair]:
    """Yield every field of a cable beside its truth.

    Raises:
        ConfigurationError: the truth names something that is no column.
    """
    for name, value in truth.fields.items():
        if name in NO_COLUMNS:
            continue
        if name in _RECORDS:
            yield from _RECORDS[name](value or [], cable)
        elif isinstance(value, list):
            yield from pair_lists(name, value, _listed(_column(truth, cable.row, name)))
        else:
            yield pair_values(name, value, _column(truth, cable.row, name))


def missing_cable(truth: FieldTruth) -> Iterator[Pair]:
    """Yield the fields of a cable that was not found, all missing."""
    nothing = HeldCable(
        row=dict.fromkeys(truth.fields),
        tables={table: [] for table in CABLE_TABLES},
        listed=frozenset(),
    )
    yield from compare_cable(truth, nothing)


def cables_of(
    truth: FieldTruth, document: HeldDocument
) -> Iterator[tuple[FieldTruth, HeldCable | None]]:
    """Yield the truth of each cable with the cable it is about.

    That is the one of its MRN, else the one in its place; None when there are not so many.
    """
    by_mrn = {cable.row["mrn"]: cable for cable in document.cables}
    for nth, own in enumerate(truth.cables):
        in_place = document.cables[nth] if nth < len(document.cables) else None
        yield own, by_mrn.get(own.fields.get("mrn"), in_place)


def _column(truth: FieldTruth, row: Row, name: str) -> object:
    if name not in row:
        raise ConfigurationError(
            f"{truth.speaks.path}: {name!r} is no column; the data dictionary lists them"
        )
    return row[name]


def _listed(value: object) -> Sequence[object]:
    return list(value) if isinstance(value, list | tuple) else []


def _addressees(expected: Sequence[Mapping[str, Any]], cable: HeldCable) -> Iterator[Pair]:
    yield from pair_records(
        "addressees",
        expected,
        cable.tables["addressees"],
        key=lambda one: f"{one['role']} {one['plain_language_address']}",
        parts=("continuity_number", "precedence", "routing_indicator"),
    )


def _distribution(expected: Sequence[Mapping[str, Any]], cable: HeldCable) -> Iterator[Pair]:
    yield from pair_records(
        "distribution",
        expected,
        cable.tables["distribution"],
        key=lambda one: f"{one['role']} {one['office']}",
        parts=("copies",),
    )


def _references(expected: Sequence[Mapping[str, Any]], cable: HeldCable) -> Iterator[Pair]:
    yield from pair_records(
        "references",
        expected,
        cable.tables["cable_references"],
        key=lambda one: str(one["mrn"]),
        parts=("label",),
    )


def _paragraphs(expected: Sequence[Mapping[str, Any]], cable: HeldCable) -> Iterator[Pair]:
    read = cable.tables["paragraphs"]
    yield from pair_records(
        "paragraphs",
        expected,
        read,
        key=_paragraph_key,
        parts=("portion_marking", "heading", "redaction_count"),
    )
    for theirs, ours in matched(expected, read, key=_paragraph_key):
        text = pair_texts(
            "paragraphs.text",
            None if theirs is None else str(theirs["text"]),
            None if ours is None else _readable(str(ours["text"]), theirs),
        )
        yield replace(
            text,
            part_of=_paragraph_key(theirs or ours or {}),
            page_no=None if ours is None else int(str(ours["page_first"])),
        )


def _readable(text: str, truth: Mapping[str, Any] | None) -> str:
    """Return a paragraph as its truth would have it.

    A truth that neither counts nor shows what is withheld was keyed from what can be read, with a
    gap there.
    """
    if truth is None or "redaction_count" in truth or WITHHELD.search(str(truth["text"])):
        return text
    return WITHHELD.sub("", text)


def _paragraph_key(paragraph: Mapping[str, Any]) -> str:
    number = paragraph["number"]
    return "without number" if number is None else f"paragraph {number}"


_RECORDS: dict[str, Callable[[Any, HeldCable], Iterator[Pair]]] = {
    "addressees": _addressees,
    "distribution": _distribution,
    "refs": _references,
    "paragraphs": _paragraphs,
}
"""Truth keys that are lists of records."""
