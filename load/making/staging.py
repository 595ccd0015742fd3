"""The rows of one build before they are merged: bulk appends to a file of their own."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, cast

import duckdb

from load.connection import Limits, connect
from load.files import WarehouseFiles
from load.making.bulk import append, append_tables
from load.making.ledger import KnownDocument, Ledger, read_ledger
from load.tables.ddl import create_table, quoted
from load.tables.records import DOCUMENT_TABLES
from load.tables.rows import (
    DocumentLoad,
    Rows,
    Stamp,
    content_digest,
    content_rows,
    name_of,
    outcome_of,
    stamped_rows,
)
from transform.cable import DocumentStatus

if TYPE_CHECKING:
    import pyarrow as pa


_LOG_SIZE = "1GB"
"""How large the staging file's log may grow before it is worked in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadCounts:
    """What became of the documents of a batch."""

    changed: int
    """New, or with other rows than the published warehouse has."""
    unchanged: int


class Staging:
    """The staging file, with the published file attached as `old` where there is one.

    Attributes:
        connection: The connection to it.
        ledger: What the published file knows.
        keeps_old: Whether documents of the published file are carried over.
    """

    def __init__(self, files: WarehouseFiles, *, fresh: bool, limits: Limits) -> None:
        """Open it; see `load.warehouse.building`."""
        self.connection: duckdb.DuckDBPyConnection = connect(files.staging, limits=limits)
        # A checkpoint writes the last rows of each table anew; after each batch, that is most of
        # what staging costs.
        self.connection.execute(f"SET wal_autocheckpoint = '{_LOG_SIZE}'")
        self.ledger = Ledger()
        if files.has_published:
            self.connection.execute(f"ATTACH {quoted(str(files.published))} AS old (READ_ONLY)")
            self.ledger = read_ledger(self.connection, files.published)
        self.keeps_old = self.ledger.has_same_tables and not fresh
        self._loaded: dict[str, KnownDocument] = {}
        self._with_rows: set[str] = set()
        for table in DOCUMENT_TABLES:
            self.connection.execute(create_table(table))

    @property
    def staged(self) -> int:
        """How many documents were staged."""
        return len(self._with_rows)

    def known_documents(self) -> Mapping[str, KnownDocument]:
        """Return the documents of the new warehouse so far: carried over, and loaded.

        A view, not a copy: a run asks for it with every document, and there may be a million.
        """
        carried = self.ledger.documents if self.keeps_old else {}
        return ChainMap(self._loaded, cast(MutableMapping[str, KnownDocument], carried))

    def load(self, batch: Sequence[DocumentLoad], stamp: Stamp) -> LoadCounts:
        """Stage a batch in one transaction; see `load.warehouse.WarehouseBuild.load`."""
        rows: Rows = {table.name: [] for table in DOCUMENT_TABLES}
        changed = 0
        replaced = {load.facts.document_id for load in batch} & self._with_rows
        for load in map(self._with_all_sources, batch):
            new_rows, is_changed = self._rows_of(load, stamp)
            changed += is_changed
            for name, more in new_rows.items():
                rows[name].extend(more)
        self.connection.execute("BEGIN")
        if replaced:
            self._delete(sorted(replaced))
        append(self.connection, rows)
        self.connection.execute("COMMIT")
        return LoadCounts(changed=changed, unchanged=len(batch) - changed)

    def load_tables(self, tables: Mapping[str, pa.Table]) -> None:
        """Stage rows that are made already; see `load.warehouse.WarehouseBuild.load_tables`."""
        names = [field.name for field in fields(KnownDocument) if field.name != "sources"]
        known = [
            KnownDocument(
                **{**row, "status": DocumentStatus(row["status"])},
                sources=frozenset([row["source_uri"]]),
            )
            for row in tables["documents"].select(names).to_pylist()
        ]
        for document in known:
            if document.document_id in self.known_documents():
                raise ValueError(f"document {document.document_id} is there already")
            self._loaded[document.document_id] = document
            self._with_rows.add(document.document_id)
        self.connection.execute("BEGIN")
        append_tables(self.connection, tables)
        self.connection.execute("COMMIT")

    def _with_all_sources(self, load: DocumentLoad) -> DocumentLoad:
        """Keep every place a file was found in; it is called by the first it lies in now."""
        document_id = load.facts.document_id
        known = self._loaded.get(document_id) or self.ledger.documents.get(document_id)
        sources = load.sources | (known.sources if known else frozenset())
        first = self.ledger.places.first_of(document_id) or min(sources)
        facts = replace(load.facts, file_name=name_of(first), source_uri=first)
        return replace(load, facts=facts, other_sources=sources)

    def _rows_of(self, load: DocumentLoad, stamp: Stamp) -> tuple[Rows, bool]:
        """Return the rows to stage, none for a document that is carried over as it stands."""
        document_id = load.facts.document_id
        content = content_rows(load)
        digest = content_digest(load, content)
        old = self.ledger.documents.get(document_id)
        is_changed = old is None or old.content_digest != digest or load.is_retry
        if old is not None and not is_changed:
            stamp = Stamp(run_id=old.run_id, at=old.loaded_at)
        self._loaded[document_id] = _known(load, stamp, digest)
        self._with_rows.discard(document_id)
        if self.keeps_old and not is_changed:
            return {}, False
        self._with_rows.add(document_id)
        attempts = self.ledger.attempts_of(load, is_changed=is_changed)
        return content | stamped_rows(load, stamp, digest, attempts), is_changed

    def _delete(self, document_ids: list[str]) -> None:
        """Delete the staged rows of documents, those that only know their cable first."""
        for table in reversed(DOCUMENT_TABLES):
            where = "document_id IN (SELECT unnest($ids))"
            if "document_id" not in table.column_names:
                where = f"cable_id IN (SELECT cable_id FROM cables WHERE {where})"
            self.connection.execute(
                f"DELETE FROM {table.name} WHERE {where}", {"ids": document_ids}
            )


def _known(load: DocumentLoad, stamp: Stamp, digest: str) -> KnownDocument:
    return KnownDocument(
        document_id=load.facts.document_id,
        file_name=load.facts.file_name,
        source_uri=load.facts.source_uri,
        sources=load.sources,
        status=outcome_of(load).status,
        content_digest=digest,
        parser_version=load.parser_version,
        run_id=stamp.run_id,
        loaded_at=stamp.at,
    )
