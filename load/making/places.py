"""Where files lie in their SOURCE, and what became of them since an earlier run looked.

A document is its bytes; where they lie is history beside it, in `source_files`. A renamed file is
the same document in another place, a changed one another document in the same place, and one that
is gone keeps its document: an archive withdraws nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import duckdb
import pyarrow as pa

from load.making.schema import column_types

Connection = duckdb.DuckDBPyConnection

SHOWN_FILES = 5
"""Files of a kind that a run names; `mart.source_history` has all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What a run found under a SOURCE.

    Attributes:
        source: The SOURCE, an absolute path.
        files: The document in each place, by `source_uri`.
        unread: Places of files whose bytes could not be read: nothing is said of them.
        is_whole: Whether all of the SOURCE was looked at, so that what was not found is gone.
    """

    source: str
    files: Mapping[str, str]
    unread: frozenset[str] = frozenset()
    is_whole: bool = True


class FileChange(StrEnum):
    """What a run found of a file."""

    NEW = "new"
    CHANGED = "changed"
    RENAMED = "renamed"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedFiles:
    """How many files a run found changed in one way, and the first of them by name."""

    count: int = 0
    names: tuple[str, ...] = ()


class Places:
    """Where each document lies: what earlier runs found, and what this one does."""

    def __init__(self, held: Mapping[str, Mapping[str, str]] | None = None) -> None:
        """Begin with the places earlier runs left: by SOURCE, the document in each place."""
        self._held = held or {}
        self._first = _first_places(self._held.values())
        self.survey: Survey | None = None

    def look(self, survey: Survey) -> None:
        """Take what a run found for where the files of its SOURCE lie now."""
        before = self._held.get(survey.source, {})
        unseen = {
            place: document_id
            for place, document_id in before.items()
            if place not in survey.files and (not survey.is_whole or place in survey.unread)
        }
        others = [places for source, places in self._held.items() if source != survey.source]
        self._first = _first_places([*others, unseen, survey.files])
        self.survey = survey

    def first_of(self, document_id: str) -> str | None:
        """Return the first place in alphabetical order a document lies in; None if in none."""
        return self._first.get(document_id)


def _first_places(held: Iterable[Mapping[str, str]]) -> dict[str, str]:
    first: dict[str, str] = {}
    for places in held:
        for place, document_id in places.items():
            first[document_id] = min(place, first.get(document_id, place))
    return first


def read_places(connection: Connection) -> Places:
    """Read where documents lie from the published file, attached as `old`."""
    if not column_types(connection, "old", "source_files"):
        return Places()
    held: dict[str, dict[str, str]] = {}
    found = connection.execute(
        "SELECT source, source_uri, document_id FROM old.source_files WHERE gone_run_id IS NULL"
    ).fetchall()
    for source, place, document_id in found:
        held.setdefault(source, {})[place] = document_id
    return Places(held)


def note_files(
    connection: Connection, survey: Survey, run_id: str
) -> dict[FileChange, ChangedFiles]:
    """Bring `source_files` up to what a run found, and return what had changed.

    A file whose document is not in the warehouse yet, for a run in slices has not come to it, is
    left to the run that loads it, and so is what lay in its place before.

    Args:
        connection: A connection to the new file, its documents in place.
        survey: What was found.
        run_id: The run.
    """
    rows = [*survey.files.items(), *((place, None) for place in survey.unread)]
    found = pa.table(
        [pa.array(column, pa.string()) for column in zip(*rows, strict=True)] or [[], []],
        names=["source_uri", "document_id"],
    )
    connection.register("found_files", found)
    given = {"source": survey.source, "run_id": run_id}
    connection.execute(_CLOSE, given | {"is_whole": survey.is_whole})
    connection.execute(_OPEN, given)
    connection.unregister("found_files")
    changes = dict.fromkeys(FileChange, ChangedFiles())
    for change, count, names in connection.execute(_CHANGES, given).fetchall():
        changes[FileChange(change)] = ChangedFiles(count=count, names=tuple(names))
    return changes


_CLOSE = """
    UPDATE source_files SET gone_run_id = $run_id
    FROM (
        SELECT held.source_uri
        FROM source_files AS held
        LEFT JOIN found_files AS found USING (source_uri)
        LEFT JOIN documents ON documents.document_id = found.document_id
        WHERE held.source = $source AND held.gone_run_id IS NULL
            AND (
                found.source_uri IS NULL AND $is_whole
                OR documents.document_id <> held.document_id
            )
    ) AS gone
    WHERE source_files.source = $source
        AND source_files.source_uri = gone.source_uri
        AND source_files.gone_run_id IS NULL
"""

_OPEN = """
    INSERT INTO source_files
    SELECT $source, source_uri, document_id, $run_id, NULL
    FROM found_files
    SEMI JOIN documents USING (document_id)
    ANTI JOIN (
        SELECT source_uri, document_id FROM source_files
        WHERE source = $source AND gone_run_id IS NULL
    ) USING (source_uri, document_id)
    ORDER BY source_uri
"""

_CHANGES = f"""
    WITH
    opened AS (FROM source_files WHERE source = $source AND found_run_id = $run_id),
    closed AS (FROM source_files WHERE source = $source AND gone_run_id = $run_id),
    changes AS (
        SELECT
            CASE
                WHEN source_uri IN (SELECT source_uri FROM closed) THEN 'changed'
                WHEN document_id IN (SELECT document_id FROM closed) THEN 'renamed'
                ELSE 'new'
            END AS change,
            source_uri
        FROM opened
        UNION ALL
        SELECT 'gone', source_uri
        FROM closed
        ANTI JOIN opened USING (source_uri)
        ANTI JOIN opened AS moved ON closed.document_id = moved.document_id
    )
    SELECT change, count(*), list(source_uri ORDER BY source_uri)[:{SHOWN_FILES}]
    FROM changes
    GROUP BY change
"""
