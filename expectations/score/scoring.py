"""Puts a warehouse beside all truth there is, and gathers the report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from expectations.query import Query, Row
from expectations.score.accounts import list_without_truth, take_accounts
from expectations.score.archive import agreements, compare_archive
from expectations.score.fields import cable_of, compare_cable, compare_document, missing_cable
from expectations.score.held import HeldCable, HeldDocument, box_of, read_held
from expectations.score.printed import compare_print, compare_stamp
from expectations.score.report import (
    Comparison,
    GroupScore,
    Pair,
    PrintScore,
    ScoreReport,
)
from expectations.score.truth import FieldTruth, LinesTruth, Truths, read_truths


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
        *_archive_comparisons(truths, groups, held),
    ]
    archived = {key for archive in truths.archives for key in groups[archive.path]}
    return ScoreReport(
        accounts=take_accounts(query),
        groups=_grouped(comparisons),
        prints=tuple(_print_scores(truths.lines, groups, held, query)),
        agreements=agreements([held[key] for key in sorted(archived)]),
        without_truth=list_without_truth(query, judged),
        unused_truths=tuple(str(path) for path, found in groups.items() if not found),
    )


def _groups_by_truth(truths: Truths, names: dict[str, str]) -> dict[Path, dict[str, str]]:
    """Return, by truth file, the group of each document it speaks of."""
    groups: dict[Path, dict[str, str]] = {}
    for speaks in [*(t.speaks for t in truths.fields), *(t.speaks for t in truths.lines)]:
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
            if truth.fields.get("status") == "no_cable":
                continue
            cable = cable_of(truth, document)
            if cable is None:
                for pair in missing_cable(truth):
                    yield _of_document(pair, group, document)
                continue
            for pair in compare_cable(truth, cable):
                yield _of_cable(pair, group, document, cable)


def _stamp_comparisons(
    truths: Truths, groups: dict[Path, dict[str, str]], held: dict[str, HeldDocument]
) -> Iterator[Comparison]:
    """Yield the stamps of documents whose fields no other truth gives."""
    for truth in truths.lines:
        for document_id, group in groups[truth.speaks.path].items():
            for pair in compare_stamp(truth, held[document_id]):
                yield _of_document(pair, group, held[document_id])


def _archive_comparisons(
    truths: Truths, groups: dict[Path, dict[str, str]], held: dict[str, HeldDocument]
) -> Iterator[Comparison]:
    for archive in truths.archives:
        for document_id, group in groups[archive.path].items():
            document = held[document_id]
            for pair in compare_archive(archive.rows[document_id], document):
                if document.cables:
                    yield _of_cable(pair, group, document, document.cables[0])
                else:
                    yield _of_document(pair, group, document)


def _print_scores(
    truths: Iterable[LinesTruth],
    groups: dict[Path, dict[str, str]],
    held: dict[str, HeldDocument],
    query: Query,
) -> Iterator[PrintScore]:
    for truth in truths:
        for document_id, group in groups[truth.speaks.path].items():
            yield compare_print(
                truth,
                group,
                held[document_id],
                _rows_of("lines", document_id, query),
                _rows_of("redactions", document_id, query),
            )


def _rows_of(table: str, document_id: str, query: Query) -> list[Row]:
    return list(query(f"select * from {table} where document_id = ?", [document_id]))


def _of_document(pair: Pair, group: str, document: HeldDocument) -> Comparison:
    return Comparison(
        pair=pair,
        group=group,
        file_name=document.file_name,
        owner_id=document.document_id,
        page_no=pair.page_no,
        is_listed=pair.field in document.listed,
    )


def _of_cable(pair: Pair, group: str, document: HeldDocument, cable: HeldCable) -> Comparison:
    """Return a pair with where its field was read, and whether somebody is told to look at it."""
    name = pair.field.partition(" ")[0]
    chosen = cable.chosen(name.partition(".")[0])
    page_no = pair.page_no
    if page_no is None and chosen is not None and chosen["page_no"] is not None:
        page_no = int(str(chosen["page_no"]))
    return Comparison(
        pair=pair,
        group=group,
        file_name=document.file_name,
        owner_id=cable.cable_id,
        printed=None if chosen is None else str(chosen["raw"]),
        page_no=page_no,
        box=None if chosen is None else box_of(chosen),
        is_listed=cable.is_listed(name),
    )


def _grouped(comparisons: Iterable[Comparison]) -> tuple[GroupScore, ...]:
    by_group: dict[str, list[Comparison]] = {}
    for one in comparisons:
        by_group.setdefault(one.group, []).append(one)
    return tuple(
        GroupScore(group=group, comparisons=tuple(ones)) for group, ones in sorted(by_group.items())
    )
