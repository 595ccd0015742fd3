"""What became of the corrections people keyed, in the whole of a new warehouse."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flows.corrections.patch_file import ID_DIGITS, FilePatch, PatchBook
from flows.runs.summary import PatchCounts
from transform.defects import DefectCode

_TOLD = "SELECT code, count(*) AS told FROM defects WHERE starts_with(code, 'patch.') GROUP BY code"


def count_patches(
    book: PatchBook,
    document_ids: Iterable[str],
    query: Callable[[str], list[dict[str, Any]]],
) -> PatchCounts:
    """Return the counts a run's summary shows.

    Args:
        book: The corrections of the run.
        document_ids: The documents the new warehouse holds.
        query: Asks the new warehouse.
    """
    if not book.entries:
        return PatchCounts()
    held = {document_id[:ID_DIGITS]: document_id for document_id in document_ids}
    signed = [entry for entry in book.entries if entry.patch is not None]
    elsewhere = [entry for entry in signed if not _is_held(entry, held)]
    told = {row["code"]: int(row["told"]) for row in query(_TOLD)}
    unmatched = told.get(DefectCode.PATCH_UNMATCHED, 0)
    return PatchCounts(
        applied=len(signed) - len(elsewhere) - unmatched,
        stale=told.get(DefectCode.PATCH_STALE, 0),
        unneeded=told.get(DefectCode.PATCH_UNNEEDED, 0),
        unmatched=unmatched,
        unsigned=len(book.entries) - len(signed),
        elsewhere=tuple((entry.line, entry.document, entry.field) for entry in elsewhere),
    )


def _is_held(entry: FilePatch, held: dict[str, str]) -> bool:
    return held.get(entry.document[:ID_DIGITS], "").startswith(entry.document)
