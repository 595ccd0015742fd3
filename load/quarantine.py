"""What a warehouse keeps out, with what a person needs to look at it or try it again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

_KEPT_OUT = """
    SELECT
        quarantine.document_id, file_name, source_uri, runs.source, status,
        quarantine.cable_id, mrn, stage, code, message, quarantined_at, attempts
    FROM quarantine
    JOIN documents USING (document_id)
    LEFT JOIN runs ON runs.run_id = documents.run_id
    LEFT JOIN cables ON cables.cable_id = quarantine.cable_id
    ORDER BY source_uri, quarantine.document_id, quarantine.cable_id NULLS FIRST, stage, code
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptOut:
    """A row of `quarantine` with the names of what it is about.

    `source` is what the run that last changed the document was given to read; `source_uri` is the
    file's place below it.
    """

    document_id: str
    file_name: str
    source_uri: str
    source: str | None
    status: str
    cable_id: str | None
    mrn: str | None
    stage: str
    code: str
    message: str
    quarantined_at: datetime
    attempts: int


def kept_out(query: Callable[[str], list[dict[str, Any]]]) -> tuple[KeptOut, ...]:
    """Return what is in quarantine, in the order of the files.

    Args:
        query: Asks the warehouse: `WarehouseBuild.query`, or `load.connection.query` with a path.
    """
    return tuple(KeptOut(**row) for row in query(_KEPT_OUT))
