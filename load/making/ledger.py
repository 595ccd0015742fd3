"""What the published warehouse already knows: the documents, and what was kept out how often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb

from load.connection import is_of_this_version, read_only, rows_of
from load.errors import WarehouseUnreadable
from load.making.places import Places, read_places
from load.making.schema import AMENDED, BUILD, build_fingerprint, column_types
from load.tables.ddl import FINGERPRINT, schema_fingerprint
from load.tables.reading_version import keys_in
from load.tables.records import TABLE_BY_NAME
from load.tables.rows import Attempt, DocumentLoad, QuarantineKey
from transform.cable import DocumentStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownDocument:
    """A document the warehouse holds. The fields but `sources` are the columns of `documents`."""

    document_id: str
    file_name: str
    source_uri: str
    sources: frozenset[str]
    """Every place it was found in."""
    status: DocumentStatus
    content_digest: str
    """Empty when the file was built with other tables."""
    parser_version: str
    run_id: str
    loaded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The published warehouse, as far as the next one builds on it."""

    has_same_tables: bool = False
    """Whether its rows can be carried over."""
    has_same_build: bool = False
    """Whether views, comments and search index are those of this version, too."""
    amended: int = 0
    """Documents that were delivered since the file was last written as a whole."""
    documents: Mapping[str, KnownDocument] = field(default_factory=dict)
    attempts: Mapping[QuarantineKey, Attempt] = field(default_factory=dict)
    places: Places = field(default_factory=Places)

    def attempts_of(
        self, load: DocumentLoad, *, is_changed: bool
    ) -> Mapping[QuarantineKey, Attempt]:
        """Return what to write for the findings of a document that were there before.

        Args:
            load: The document.
            is_changed: Whether this is another attempt: new content, or tried again on request.
        """
        document_id = load.facts.document_id
        keys = [(document_id, f.cable_id, f.stage, f.code) for f in load.findings]
        return {
            key: Attempt(
                quarantined_at=self.attempts[key].quarantined_at,
                attempts=self.attempts[key].attempts + is_changed,
            )
            for key in keys
            if key in self.attempts
        }


_LEDGER_DEFAULTS = {"content_digest": "''", "parser_version": "''", "run_id": "''"}
"""What stands for a ledger column the old file lacks: no digest equals the empty one."""
_NEEDED = ("document_id", "file_name", "source_uri", "status", "loaded_at")
"""Columns of `documents` that were there from the first version on."""


def read_ledger(connection: duckdb.DuckDBPyConnection, path: Path) -> Ledger:
    """Read the ledger of the published file, attached as `old`.

    Args:
        connection: The connection with the file attached.
        path: The file, for the message.

    Raises:
        WarehouseUnreadable: The file is a database, but no warehouse of this program.
    """
    held = column_types(connection, "old", "documents")
    if not set(_NEEDED) <= set(held):
        raise WarehouseUnreadable(
            f"{path} is a DuckDB database, but not a cablehouse warehouse, and would be "
            "overwritten. Name another file with --warehouse."
        )
    columns = [*_NEEDED, *_LEDGER_DEFAULTS]
    selected = ", ".join(
        name if name in held else f"{_LEDGER_DEFAULTS[name]} AS {name}" for name in columns
    )
    sources = _read_sources(connection)
    documents = [
        KnownDocument(
            **row, sources=sources.get(row["document_id"], frozenset()) | {row["source_uri"]}
        )
        for row in rows_of(connection, f"SELECT {selected} FROM old.documents")
    ]
    info: dict[str, str] = {}
    if column_types(connection, "old", "warehouse_info"):
        info = dict(connection.execute("SELECT name, value FROM old.warehouse_info").fetchall())
    return Ledger(
        has_same_tables=info.get(FINGERPRINT) == schema_fingerprint(),
        has_same_build=info.get(BUILD) == build_fingerprint(),
        amended=int(info.get(AMENDED, "0")),
        documents={document.document_id: document for document in documents},
        attempts=_read_attempts(connection),
        places=read_places(connection),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What a published warehouse says of itself.

    Attributes:
        is_current: Whether its tables are those of this version.
        documents: How many it holds.
        last_run_at: When the last run ended, UTC; None where none is recorded.
    """

    is_current: bool
    documents: int
    last_run_at: datetime | None


def facts_of(path: Path) -> FileFacts:
    """Return what a published warehouse says of itself, of this version or an older one.

    Raises:
        WarehouseUnreadable: The file is no warehouse.
        WarehouseLocked: Somebody holds it open for writing.
    """
    with read_only(path) as connection:
        name = connection.execute("SELECT current_database()").fetchall()[0][0]
        if not set(_NEEDED) <= set(column_types(connection, name, "documents")):
            raise WarehouseUnreadable(
                f"{path} is a DuckDB database, but not a cablehouse warehouse. "
                "Name another file with --warehouse."
            )
        ended = None
        if "finished_at" in column_types(connection, name, "runs"):
            ended = connection.execute("SELECT max(finished_at) FROM runs").fetchall()[0][0]
        return FileFacts(
            is_current=is_of_this_version(connection),
            documents=connection.execute("SELECT count(*) FROM documents").fetchall()[0][0],
            last_run_at=ended,
        )


def pages_of_documents(path: Path) -> dict[str, str]:
    """Return what the pages of each document of a published warehouse are stored under.

    Args:
        path: The warehouse, of this version or an older one.

    Returns:
        `extract.store.joined_keys` by document; documents that gave no page are left out.
    """
    with read_only(path) as connection:
        name = connection.execute("SELECT current_database()").fetchall()[0][0]
        held = column_types(connection, name, "documents")
        if not {"document_id", "parser_version"} <= set(held):
            return {}
        found = connection.execute("SELECT document_id, parser_version FROM documents").fetchall()
    read_under = ((document_id, keys_in(version)) for document_id, version in found)
    return {document_id: keys for document_id, keys in read_under if keys is not None}


def _read_sources(connection: duckdb.DuckDBPyConnection) -> dict[str, frozenset[str]]:
    """Return the places of each document; of none when the old file does not know them."""
    if not column_types(connection, "old", "document_sources"):
        return {}
    found = connection.execute(
        "SELECT document_id, list(source_uri) FROM old.document_sources GROUP BY document_id"
    ).fetchall()
    return {document_id: frozenset(uris) for document_id, uris in found}


def _read_attempts(connection: duckdb.DuckDBPyConnection) -> dict[QuarantineKey, Attempt]:
    names = TABLE_BY_NAME["quarantine"].column_names
    if not set(names) <= set(column_types(connection, "old", "quarantine")):
        return {}
    found = rows_of(connection, f"SELECT {', '.join(names)} FROM old.quarantine")
    return {
        (row["document_id"], row["cable_id"], row["stage"], row["code"]): Attempt(
            quarantined_at=row["quarantined_at"], attempts=row["attempts"]
        )
        for row in found
    }
