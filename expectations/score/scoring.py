"""Puts a warehouse beside all truth there is, and gathers the report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from expectations.query import Query, Row
from expectations.score.accounts import list_without_truth, take_accounts
from expectations.score.archive import agreements, compare_archive
from expectations.score.blocks import ReadingPair, compare_readings
from expectations.score.fields import cables_of, compare_cable, compare_document, missing_cable
from expectations.score.held import HeldCable, HeldDocument, box_of, read_held
from expectations.score.places import with_place
from expectations.score.printed import compare_print, compare_stamp
from expectations.score.report import (
    Comparison,
    GroupScore,
    Pair,
    PrintScore,
    ScoreReport,
)
from expectations.score.truth import FieldTruth, Truths, read_truths
from transform.cable import Layer

ROWS_OF_THEIR_OWN = frozenset({"addressees"})
"""Lists whose reading stands at their first row only: a miss is looked for on its own line."""


def score(truth_paths: Iterable[Path], query: Query) -> ScoreReport:
    """Compare a warehouse with truth.

    Args:
        truth_paths: Truth files, or folders to search for some.
        query: Asks the warehouse.

    Raises:
        ConfigurationError: a truth file cannot be used; the message names it.
    """
    truths = read_truths(truth_paths)
    names = {
        str(row["document_id"]): str(row["file_name"])
        for row in query("select document_id, file_name from documents")
    }
    groups = _groups_by_truth(truths, names)
    judged = frozenset(document_id for found in groups.values() for document_id in found)
    held = read_held(query, sorted(judged))
    comparisons = [
        *_field_comparisons(truths.fields, groups, held),
        *_stamp_comparisons(truths, groups, held),
        *_archive_comparisons(truths, groups, held, query),
    ]
    comparisons = _placed(comparisons, query)
    archived = {key for archive in truths.archives for key in groups[archive.path]}
    return ScoreReport(
        accounts=take_accounts(query),
        groups=_grouped(comparisons, _reading_comparisons(truths.fields, groups, held)),
        prints=tuple(_print_scores(truths, groups, held, query)),
        agreements=agreements([held[key] for key in sorted(archived)]),
        without_truth=list_without_truth(query, judged),
        unused_truths=tuple(str(path) for path, found in groups.items() if not found),
    )


def _groups_by_truth(truths: Truths, names: dict[str, str]) -> dict[Path, dict[str, str]]:
    """Return, by truth file, the group of each document it speaks of."""
    groups: dict[Path, dict[str, str]] = {}
    for speaks in truths.speaks:
        groups[speaks.path] = {
            document_id: group
            for document_id, name in names.items()
            if (group := speaks.group_of(document_id, name)) is not None
        }
    for archive in truths.archives:
        groups[archive.path] = {
            document_id: archive.path.parent.name
            for document_id in names
            if document_id in archive.rows
        }
    return groups


def _field_comparisons(
    truths: Iterable[FieldTruth],
    groups: dict[Path, dict[str, str]],
    held: dict[str, HeldDocument],
) -> Iterator[Comparison]:
    for truth in truths:
        for document_id, group in groups[truth.speaks.path].items():
            document = held[document_id]
            for pair in compare_document(truth, document):
                yield _of_document(pair, group, document)
            for own, cable in cables_of(truth, document):
                if cable is None:
                    for pair in missing_cable(own):
                        yield _of_document(pair, group, document)
                    continue
                for pair in compare_cable(own, cable):
                    yield _of_cable(pair, group, document, cable)


def _reading_comparisons(
    truths: Iterable[FieldTruth],
    groups: dict[Path, dict[str, str]],
    held: dict[str, HeldDocument],
) -> Iterator[Comparison]:
    """Yield the readings of each block of the cables some truth is about."""
    for truth in truths:
        for document_id, group in groups[truth.speaks.path].items():
            document = held[document_id]
            for own, cable in cables_of(truth, document):
                if cable is not None:
                    for one in compare_readings(own, cable):
                        yield _of_reading(one, group, document, cable)


def _stamp_comparisons(
    truths: Truths, groups: dict[Path, dict[str, str]], held: dict[str, HeldDocument]
) -> Iterator[Comparison]:
    """Yield the stamps of documents whose fields no other truth gives."""
    for truth in truths.lines:
        for document_id, group in groups[truth.speaks.path].items():
            for pair in compare_stamp(truth, held[document_id]):
                yield _of_document(pair, group, held[document_id])


def _archive_comparisons(
    truths: Truths, groups: dict[Path, dict[str, str]], held: dict[str, HeldDocument], query: Query
) -> Iterator[Comparison]:
    for archive in truths.archives:
        for document_id, group in groups[archive.path].items():
            document = held[document_id]
            printed = [str(line["text"]) for line in _printed_lines(document_id, query)]
            for pair in compare_archive(archive.rows[document_id], document, printed):
                if document.cables:
                    yield _of_cable(pair, group, document, document.cables[0])
                else:
                    yield _of_document(pair, group, document)


def _print_scores(
    truths: Truths,
    groups: dict[Path, dict[str, str]],
    held: dict[str, HeldDocument],
    query: Query,
) -> Iterator[PrintScore]:
    """Yield the prints of cables: of a document that is none, no line belongs to a layer."""
    no_cable = {
        document_id
        for truth in truths.fields
        if truth.is_no_cable
        for document_id in groups[truth.speaks.path]
    }
    for truth in truths.lines:
        for document_id, group in groups[truth.speaks.path].items():
            if document_id in no_cable:
                continue
            yield compare_print(
                truth,
                group,
                held[document_id],
                _rows_of("lines", document_id, query),
                _rows_of("redactions", document_id, query),
            )


def _placed(comparisons: Iterable[Comparison], query: Query) -> list[Comparison]:
    """Return the comparisons, each miss with the place it stands on."""
    lines: dict[str, list[Row]] = {}
    placed = []
    for one in comparisons:
        if not one.pair.is_right and one.box is None:
            if one.document_id not in lines:
                lines[one.document_id] = _printed_lines(one.document_id, query)
            one = with_place(one, lines[one.document_id])
        placed.append(one)
    return placed


def _printed_lines(document_id: str, query: Query) -> list[Row]:
    """Return the lines of a document but for the archive's catalogue, which repeats the values."""
    lines = _rows_of("lines", document_id, query)
    return [line for line in lines if line["layer"] != Layer.ATTRIBUTES]


def _rows_of(table: str, document_id: str, query: Query) -> list[Row]:
    return list(query(f"select * from {table} where document_id = ?", [document_id]))


def _of_document(pair: Pair, group: str, document: HeldDocument) -> Comparison:
    """Return a pair of the document: what its stamps gave is among the readings of its cables."""
    found = (cable.chosen(pair.field) for cable in document.cables)
    return _located(
        Comparison(
            pair=pair,
            group=group,
            document_id=document.document_id,
            file_name=document.file_name,
            owner_id=document.document_id,
            is_listed=document.is_listed(pair.field),
        ),
        next((reading for reading in found if reading is not None), None),
    )


def _of_cable(pair: Pair, group: str, document: HeldDocument, cable: HeldCable) -> Comparison:
    """Return a pair of a cable: `<field>.<part>` and `<field> <remark>` are read with the field."""
    name = pair.field.partition(" ")[0].partition(".")[0]
    has_place = pair.page_no is None and name not in ROWS_OF_THEIR_OWN
    return _located(
        Comparison(
            pair=pair,
            group=group,
            document_id=document.document_id,
            file_name=document.file_name,
            owner_id=cable.cable_id,
            page_no=pair.page_no,
            is_listed=cable.is_listed(name),
        ),
        cable.chosen(name) if has_place else None,
    )


def _of_reading(
    one: ReadingPair, group: str, document: HeldDocument, cable: HeldCable
) -> Comparison:
    """Return a reading of a block beside the truth."""
    comparison = Comparison(
        pair=one.pair,
        group=group,
        document_id=document.document_id,
        file_name=document.file_name,
        owner_id=cable.cable_id,
        block=one.block,
        is_chosen=bool(one.reading and one.reading["is_chosen"]),
        is_listed=cable.is_listed(one.pair.field),
    )
    return _located(comparison, one.reading)


def _located(one: Comparison, reading: Row | None) -> Comparison:
    """Return a comparison with what the chosen reading says of its place."""
    if reading is None:
        return one
    page_no = reading["page_no"]
    return replace(
        one,
        printed=str(reading["raw"]),
        page_no=None if page_no is None else int(str(page_no)),
        box=box_of(reading),
    )


def _grouped(
    comparisons: Iterable[Comparison], readings: Iterable[Comparison]
) -> tuple[GroupScore, ...]:
    by_group: dict[str, tuple[list[Comparison], list[Comparison]]] = {}
    for one in comparisons:
        by_group.setdefault(one.group, ([], []))[0].append(one)
    for one in readings:
        by_group.setdefault(one.group, ([], []))[1].append(one)
    return tuple(
        GroupScore(group=group, comparisons=tuple(values), readings=tuple(by_block))
        for group, (values, by_block) in sorted(by_group.items())
    )
