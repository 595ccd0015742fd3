"""What a warehouse keeps out, with what a person needs to look at it or try it again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

_KEPT_OUT = """
    SELECT
        quarantine.document_id, file_name, source_uri,
        coalesce(lies_in.source, runs.source) AS source, status,
        quarantine.cable_id, mrn, stage, code, message, quarantined_at, attempts
    FROM quarantine
    JOIN documents USING (document_id)
    LEFT JOIN (
        SELECT document_id, source_uri, min(source) AS source
        FROM source_files
        WHERE gone_run_id IS NULL
        GROUP BY ALL
    ) AS lies_in USING (document_id, source_uri)
    LEFT JOIN runs ON runs.run_id = documents.run_id
    LEFT JOIN cables ON cables.cable_id = quarantine.cable_id
    ORDER BY source_uri, quarantine.document_id, quarantine.cable_id NULLS FIRST, stage, code
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptOut:
    """A row of `quarantine` with the names of what it is about.

    `source` is the SOURCE the file lies in, or else what the run that last changed the document was
    given to read: a run that tries again may be given none. `source_uri` is its place below that.
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
