"""Releases whose text layer holds words their pages do not show: boxes drawn over live text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_ALARMS = """
    SELECT document_id, file_name, sum(hidden_word_count)::INTEGER AS hidden_word_count
    FROM pages
    JOIN documents USING (document_id)
    WHERE hidden_word_count > 0
    GROUP BY document_id, file_name
    ORDER BY file_name, document_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """A document that holds words nobody sees; none of them is in the warehouse."""

    document_id: str
    file_name: str
    hidden_word_count: int


def alarms(query: Callable[[str], Sequence[Mapping[str, Any]]]) -> tuple[Alarm, ...]:
    """Return the documents that hold words their pages do not show, in the order of the files.

    Args:
        query: Asks the warehouse: `WarehouseBuild.query`, or `load.connection.query` with a path.
    """
    return tuple(Alarm(**row) for row in query(_ALARMS))
