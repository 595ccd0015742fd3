"""What a person should look at, as the warehouse lists it in `mart.needs_review`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_LISTED = """
    SELECT
        file_name, mrn, field, severity, page_no, x0, top, x1, bottom, raw, value, message, patch
    FROM mart.needs_review
    ORDER BY file_name, cable_id NULLS FIRST, page_no, line_no NULLS FIRST, field
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A doubtful field: where it stands, what was read, why it is listed.

    The box is in points from the page's upper left corner; None where no line gives the field.
    `patch` is the entry for the file of corrections, None for a field that cannot be corrected.
    """

    file_name: str
    mrn: str | None
    field: str
    severity: str
    page_no: int
    x0: float | None
    top: float | None
    x1: float | None
    bottom: float | None
    raw: str | None
    value: str | None
    message: str
    patch: str | None


def doubts(query: Callable[[str], list[dict[str, Any]]]) -> tuple[Doubt, ...]:
    """Return the doubtful fields, in the order of files and pages.

    Args:
        query: Asks the warehouse: `load.connection.query` with a path.
    """
    return tuple(Doubt(**row) for row in query(_LISTED))
