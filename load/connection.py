"""Opening DuckDB files, and asking them."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from weakref import WeakSet

import duckdb

from load.errors import WarehouseUnreadable, WrongQuery, explained
from load.files import spill_folder
from load.tables.ddl import FINGERPRINT, schema_fingerprint

Parameters = Sequence[Any] | Mapping[str, Any]

_NO_FETCHING: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": True,
}
"""Nothing is fetched from a network: what a query needs is there, or the query says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What DuckDB may take: threads, and memory as it writes it (`4GB`); by default all and most.

    What does not fit into the memory goes to a folder beside the file.
    """

    threads: int | None = None
    memory: str | None = None


NO_LIMITS = Limits()

_PROCESS = secrets.token_hex(4)
"""Names what this process spills, and nobody else: containers that share a disk share numbers of
processes, too. By default all readers of a file spill to the same names, and each finds there what
another wrote."""

_open: WeakSet[duckdb.DuckDBPyConnection] = WeakSet()
_open_guard = threading.Lock()


def connect(
    path: Path, *, read_only: bool = False, limits: Limits = NO_LIMITS
) -> duckdb.DuckDBPyConnection:
    """Open a DuckDB file in UTC and without fetching extensions.

    Args:
        path: The file; made when absent and not `read_only`.
        read_only: Whether to open it without the right to write.
        limits: What DuckDB may take.
    """
    config = dict(_NO_FETCHING)
    if limits.threads is not None:
        config["threads"] = limits.threads
    if limits.memory is not None:
        config["memory_limit"] = limits.memory
    if read_only:
        config["temp_directory"] = str(spill_folder(path, _PROCESS))
    connection = duckdb.connect(str(path), read_only=read_only, config=config)
    with _open_guard:
        _open.add(connection)
    connection.execute("SET TimeZone = 'UTC'")
    # It is written to standard output, which is for results, wherever DuckDB takes Python for one
    # that a person types into: under `python -c` too.
    connection.execute("SET enable_progress_bar = false")
    return connection


def interrupt_queries() -> None:
    """End every query under way in this process: it raises what DuckDB calls an interrupt."""
    with _open_guard:
        there = list(_open)
    for connection in there:
        _interrupt(connection)


def close(connection: duckdb.DuckDBPyConnection) -> None:
    """Close a connection; what a query that was broken off has under way is ended, not awaited."""
    _interrupt(connection)
    connection.close()


def _interrupt(connection: duckdb.DuckDBPyConnection) -> None:
    # One that is closed has no query.
    with suppress(duckdb.ConnectionException):
        connection.interrupt()


@contextmanager
def read_only(path: str | Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a published warehouse for reading.

    Keep it open for one question, not for hours: a run that publishes swaps the file, and an open
    connection goes on seeing the old one.

    Args:
        path: The warehouse file.

    Raises:
        WarehouseUnreadable: There is no such file, or it is no DuckDB file.
        WarehouseLocked: Somebody opened the file for writing.
    """
    path = Path(path)
    if not path.is_file():
        raise WarehouseUnreadable(
            f"there is no warehouse at {path}. Make one with `cablehouse ingest SOURCE "
            "--warehouse FILE`, or name the right file with --warehouse."
        )
    with explained(path):
        connection = connect(path, read_only=True)
    try:
        yield connection
    finally:
        close(connection)


def rows_of(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: Parameters = ()
) -> list[dict[str, Any]]:
    """Run a query and return its rows, each as a mapping of column to value."""
    result = connection.execute(sql, parameters)
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def query(path: str | Path, sql: str, parameters: Parameters = ()) -> list[dict[str, Any]]:
    """Ask a published warehouse one question.

    Args:
        path: The warehouse file.
        sql: The query; values go in as `?` or `$name`, never into the text.
        parameters: The values.

    Returns:
        The rows, each as a mapping of column to value. Timestamps are naive and UTC.

    Raises:
        WarehouseUnreadable: There is no such file, or it is no DuckDB file.
        WarehouseLocked: Somebody opened the file for writing.
        WrongQuery: The SQL is wrong, or names what is not there.
    """
    with read_only(path) as connection, explained_query(connection):
        return rows_of(connection, sql, parameters)


_OLDER = (
    " This file is of another version, which may lack some: `cablehouse reparse` makes them from "
    "the stored pages."
)


def is_of_this_version(connection: duckdb.DuckDBPyConnection) -> bool:
    """Return whether the tables are those of this version, by the fingerprint the file carries."""
    try:
        found = connection.execute(
            "SELECT value FROM warehouse_info WHERE name = ?", (FINGERPRINT,)
        ).fetchall()
    except duckdb.CatalogException:
        return False
    return found == [(schema_fingerprint(),)]


@contextmanager
def explained_query(warehouse: duckdb.DuckDBPyConnection | None = None) -> Iterator[None]:
    """Say of a query that is wrong where to look.

    Args:
        warehouse: The warehouse that is asked, which may be of another version; None for a copy.

    Raises:
        WrongQuery: The SQL is wrong, or names what is not there.
    """
    try:
        yield
    except (duckdb.ProgrammingError, duckdb.DataError) as error:
        is_older = warehouse is not None and not is_of_this_version(warehouse)
        hint = _OLDER if is_older else ""
        raise WrongQuery(
            f"the query cannot be answered: {error}\n"
            f"docs/data-dictionary.md lists the tables, views and columns.{hint}"
        ) from error
