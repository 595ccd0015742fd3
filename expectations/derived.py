"""Columns the suites ask for that no table holds: what a cable says beside what its document says.

Great Expectations compares columns of one row, so what belongs together is put side by side first.
The frames are pandas; this module needs none of pandas itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from transform.cable import CableLayout

if TYPE_CHECKING:
    import pandas as pd

DERIVED: Mapping[str, tuple[str, ...]] = {
    "cables": ("mrn_of_parts", "document_page_count", "document_reviewed_on")
}
"""Derived columns by table. The document's are there only where its frame is handed in too."""


def with_derived(frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the frames, `cables` with its derived columns.

    Args:
        frames: Rows by table name. Without `documents` the columns of the document are all NULL,
            which every comparison passes.
    """
    derived = dict(frames)
    if "cables" not in frames:
        return derived
    cables = frames["cables"]
    columns = {
        "mrn_of_parts": [
            _mrn(*parts) for parts in _rows(cables, "year", "post", "serial", "layout")
        ]
    }
    for column in ("page_count", "reviewed_on"):
        of_document = _by_document(frames.get("documents"), column)
        columns[f"document_{column}"] = [of_document.get(key) for key in cables["document_id"]]
    derived["cables"] = cables.assign(**columns)
    return derived


def _rows(frame: pd.DataFrame, *columns: str) -> zip[tuple[Any, ...]]:
    return zip(*(frame[column] for column in columns), strict=True)


def _by_document(documents: pd.DataFrame | None, column: str) -> Mapping[str, Any]:
    """Return a column by document; empty without the frame."""
    return {} if documents is None else dict(_rows(documents, "document_id", column))


def _mrn(year: Any, post: Any, serial: Any, layout: Any) -> str | None:
    """Return the MRN its parts make, or None if one is missing: None, or not equal to itself.

    Airgrams count for themselves, as A-1, A-2.
    """
    if any(part is None or part != part for part in (year, post, serial)):
        return None
    series = "A-" if layout == CableLayout.AIRGRAM else ""
    return f"{int(year) % 100:02d} {post} {series}{int(serial)}"
