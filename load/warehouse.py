"""Build a warehouse beside the published one, then swap it in whole.

    with building(path) as build:
        build.load(batch, stamp)        # as often as needed: rows are staged in bulk
        build.finish()                  # the new file, whole: links, views, search index
        build.query(...)                # the gate asks it
        build.add_run(run)
        build.publish()

Readers see the old file or the new one, never half of either. Leaving the context without
`publish` (an exception, Ctrl-C) removes everything temporary; what a killed run left behind is
removed by the next one.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from load.connection import NO_LIMITS, Limits, Parameters, close, connect, rows_of
from load.errors import SchemaDrift, explained
from load.files import WarehouseFiles
from load.lock import Waiting, writer_lock
from load.making import merge
from load.making.amend import amend_documents
from load.making.bulk import append
from load.making.indexes import create_indexes
from load.making.ledger import KnownDocument
from load.making.places import ChangedFiles, FileChange, Survey, note_files
from load.making.schema import AMENDED, create_macros, create_schema, store_views
from load.making.search import build_search_index
from load.making.space import needed_to_finish, require_room
from load.making.staging import LoadCounts, Staging
from load.tables.ddl import quoted
from load.tables.records import TABLE_BY_NAME, CheckResult, Run
from load.tables.reference_tables import reference_rows
from load.tables.rows import DocumentLoad, Rows, Stamp

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

AMENDED_FROM = 10_000
"""Documents from which on a warehouse is amended: a smaller one is written anew in no time."""
AMENDED_SHARE = 0.1
"""Share of the documents that may have been delivered since a file was written as a whole."""


@contextmanager
def building(
    path: str | Path,
    *,
    fresh: bool = False,
    limits: Limits = NO_LIMITS,
    wait_s: float = 0,
    on_wait: Waiting | None = None,
) -> Iterator[WarehouseBuild]:
    """Build the next version of a warehouse; only one process at a time may.

    Args:
        path: The warehouse; need not exist.
        fresh: Whether to carry over no document. The history in `runs` and `check_results`, the
            attempts in `quarantine`, and run and time of documents that come out the same are kept.
        limits: What DuckDB may take of the machine.
        wait_s: Seconds to wait for another run to end.
        on_wait: Told which process is waited for, when that begins.

    Raises:
        WarehouseLocked: Another run builds it, or somebody holds the file open for writing.
        WarehouseUnreadable: The file at `path` is no warehouse.
        WarehouseUnwritable: The folder is missing or may not be written.
        DiskFull: There is no room.
    """
    files = WarehouseFiles.beside(path)
    with ExitStack() as stack:
        with explained(files.published):
            stack.enter_context(
                writer_lock(files.published, files.lock, wait_s=wait_s, on_wait=on_wait)
            )
            files.remove_temporary()
            stack.callback(files.remove_temporary)
            build = WarehouseBuild(files, fresh=fresh, limits=limits)
        stack.callback(build.close)
        yield build


class WarehouseBuild:
    """A warehouse in the making; `building` opens and closes it."""

    def __init__(self, files: WarehouseFiles, *, fresh: bool, limits: Limits) -> None:
        """Open the staging file; see `building`."""
        self._files = files
        self._fresh = fresh
        self._limits = limits
        self._staging = Staging(files, fresh=fresh, limits=limits)
        self._new: duckdb.DuckDBPyConnection | None = None

    @property
    def path(self) -> Path:
        """The warehouse that will be published."""
        return self._files.published

    def known_documents(self) -> Mapping[str, KnownDocument]:
        """Return the documents the new warehouse holds so far, by id: carried over and loaded."""
        return self._staging.known_documents()

    def missing_documents(self) -> frozenset[str]:
        """Return the documents of the published file that the new one would not hold.

        There are some when the published file has other tables than this version: they must be
        loaded again (from the page store) before `publish`, which refuses to lose them. With
        `fresh` there are none: the caller asked for exactly what is loaded.
        """
        if self._fresh:
            return frozenset()
        return frozenset(self._staging.ledger.documents) - frozenset(self.known_documents())

    def look(self, survey: Survey) -> None:
        """Take what was found under a SOURCE for where its files lie now; before any `load`."""
        self._staging.ledger.places.look(survey)

    def is_called_right(self, document: KnownDocument) -> bool:
        """Return whether a document is called by the place it lies in, as `load` would call it."""
        first = self._staging.ledger.places.first_of(document.document_id)
        return first is None or first == document.source_uri

    def require_room(self) -> None:
        """Refuse to go on when there is no room to write the new file; before `finish`.

        Raises:
            DiskLow: There is too little; the published file stands.
        """
        require_room(
            self.path.parent, needed_to_finish(self._files), "the new warehouse", "--warehouse"
        )

    def load(self, batch: Sequence[DocumentLoad], stamp: Stamp) -> LoadCounts:
        """Stage documents, in bulk and in one transaction.

        A document whose rows are those of the published file keeps its run and times; a document
        loaded before in this build is replaced. Of several `source_uri` of one document the first
        in alphabetical order is kept, in whatever order they come; of those its file lies in now,
        where that is known.

        Args:
            batch: The documents, each once. Some hundreds at a time keep memory low.
            stamp: The run and its time, written to the documents that changed.

        Raises:
            DiskFull: There is no room; the published file stands, and this build is over.
        """
        with explained(self.path):
            return self._staging.load(batch, stamp)

    def load_tables(self, tables: Mapping[str, pa.Table]) -> None:
        """Stage the rows of whole documents that are made already, without looking at each.

        For rows from elsewhere, such as those of an invented warehouse; all that follows is as for
        `load`.

        Args:
            tables: Rows of tables of documents, with all of their columns in order; none of the
                documents is carried over or was loaded before.

        Raises:
            DiskFull: There is no room; the published file stands, and this build is over.
        """
        with explained(self.path):
            self._staging.load_tables(tables)

    def finish(self) -> None:
        """Write the new file: all documents, links between cables, vocabularies, views, index.

        Where nothing changed, the new file is a copy of the published one, and where little did, an
        amended copy. After this the new file can be asked and published, and nothing more can be
        loaded.

        Raises:
            DiskFull: There is no room; the published file stands.
            MissingTool: The full-text extension is not installed.
        """
        with explained(self.path):
            vocabulary = reference_rows()
            is_amended = self._changes_little(vocabulary)
            staged = self._staging.staged
            self._staging.connection.close()
            if is_amended:
                shutil.copyfile(self._files.published, self._files.new)
            self._new = connect(self._files.new, limits=self._limits)
            if not is_amended:
                self._write_new(self._new, vocabulary)
            elif staged:
                self._amend_new(self._new, staged)

    def require_all(self) -> None:
        """Refuse to lose documents of a published file with other tables.

        Raises:
            SchemaDrift: Documents of the published file are missing from the new one.
        """
        missing = self.missing_documents()
        if missing:
            raise SchemaDrift(
                f"{self.path} was built by a version with other tables, and {len(missing)} of its "
                "documents are not in the new warehouse. Run `cablehouse reparse`, which builds "
                "all of it anew from the stored pages, then run the command again."
            )

    def query(self, sql: str, parameters: Parameters = ()) -> list[dict[str, Any]]:
        """Ask the new warehouse; only after `finish`. See `load.connection.query`."""
        return rows_of(self._finished(), sql, parameters)

    def frame(self, sql: str, parameters: Parameters = ()) -> pd.DataFrame:
        """Ask the new warehouse for a pandas frame; only after `finish`."""
        return self._finished().execute(sql, parameters).df()

    def note_files(self, stamp: Stamp) -> dict[FileChange, ChangedFiles]:
        """Write what `look` was given to `source_files`, and return what had changed.

        Only after `finish`. Nothing has changed where nothing was looked at.
        """
        survey = self._staging.ledger.places.survey
        if survey is None:
            return {}
        with explained(self.path):
            return note_files(self._finished(), survey, stamp.run_id)

    def add_run(self, run: Run) -> None:
        """Add a row to `runs`, in place of one of the same run; only after `finish`."""
        with explained(self.path):
            self._finished().execute("DELETE FROM runs WHERE run_id = ?", (run.run_id,))
            append(self._finished(), {"runs": [TABLE_BY_NAME["runs"].row(run)]})

    def add_check_results(self, results: Sequence[CheckResult]) -> None:
        """Append what the expectations said, unless the results stored last say the same.

        So that loading the same files again changes no row but in `runs`; `mart.quality_by_run`
        gives each run the results in force. Only after `finish`.

        Args:
            results: All results of one run.
        """
        connection = self._finished()
        table = TABLE_BY_NAME["check_results"]
        rows = sorted((table.row(result) for result in results), key=lambda row: row[1:3])
        names = ", ".join(table.column_names[1:])
        latest = connection.execute(
            f"SELECT {names} FROM check_results WHERE run_id = ("
            "SELECT run_id FROM check_results JOIN runs USING (run_id) "
            "ORDER BY started_at DESC, run_id DESC LIMIT 1) ORDER BY suite, expectation"
        ).fetchall()
        if latest != [row[1:] for row in rows]:
            with explained(self.path):
                append(connection, {"check_results": rows})

    def publish(self, keep_previous: int = 0) -> None:
        """Swap the new file in; only after `finish`.

        Args:
            keep_previous: How many replaced files stay; see `load.files.WarehouseFiles.swap`.

        Raises:
            SchemaDrift: Documents of the published file are missing from the new one.
            DiskFull: There is no room; the published file stands.
        """
        connection = self._finished()
        self.require_all()
        with explained(self.path):
            connection.execute("CHECKPOINT")
            connection.close()
            self._files.swap(keep_previous)

    def close(self) -> None:
        """Close whatever is open."""
        close(self._staging.connection)
        if self._new is not None:
            close(self._new)

    def _finished(self) -> duckdb.DuckDBPyConnection:
        if self._new is None:
            raise RuntimeError("finish() comes before this")
        return self._new

    def _changes_little(self, vocabulary: Rows) -> bool:
        """Return whether the published file is what would be built, but for a few documents."""
        held, staged = len(self._staging.ledger.documents), self._staging.staged
        amended = staged + self._staging.ledger.amended
        is_small = held >= AMENDED_FROM and amended <= AMENDED_SHARE * held
        return (
            self._staging.keeps_old
            and self._staging.ledger.has_same_build
            and (is_small or not staged)
            and not self._files.has_log
            and merge.has_reference_rows(self._staging.connection, vocabulary)
        )

    def _amend_new(self, connection: duckdb.DuckDBPyConnection, staged: int) -> None:
        """Bring what is staged into the new file, a copy of the published one."""
        with self._attached(connection, {"staging": self._files.staging}):
            amend_documents(connection)
        amended = staged + self._staging.ledger.amended
        connection.execute(
            "UPDATE warehouse_info SET value = ? WHERE name = ?", (str(amended), AMENDED)
        )

    @staticmethod
    @contextmanager
    def _attached(
        connection: duckdb.DuckDBPyConnection, files: Mapping[str, Path]
    ) -> Iterator[None]:
        for name, file in files.items():
            connection.execute(f"ATTACH {quoted(str(file))} AS {name} (READ_ONLY)")
        yield
        for name in files:
            connection.execute(f"DETACH {name}")

    def _write_new(self, connection: duckdb.DuckDBPyConnection, vocabulary: Rows) -> None:
        """Fill the new file from the staging file and the published one."""
        attached = {"staging": self._files.staging}
        if self._files.has_published:
            attached["old"] = self._files.published
        with self._attached(connection, attached):
            create_schema(connection)
            append(connection, vocabulary)
            merge.merge_documents(connection, keep_old=self._staging.keeps_old)
            if "old" in attached:
                merge.keep_history(connection)
            store_views(connection, is_ranked=True)
            build_search_index(connection)
            create_macros(connection)
            create_indexes(connection)
            merge.check_keys(connection)
