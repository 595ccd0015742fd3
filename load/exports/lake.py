"""A warehouse in an S3 object store: its tables as Parquet, and one small file of views over them.

    <address>/warehouse.duckdb            a view of each table, and all others; replaced last
    <address>/current.json                which snapshot it reads
    <address>/snapshots/<name>/...        what `cablehouse export` writes, and the stored views

Any number of readers on any machine attach the small file with DuckDB's `httpfs` and see the old
snapshot or the new one, never half. The one before stays for who opened it then; older ones are
removed. The warehouse itself is still built and judged in one file by one writer: this is for
readers. `mart.search` is not there, for it finds rows by their number in a file.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import duckdb
from fsspec.asyn import sync

from extract.errors import ConfigurationError, MissingTool
from extract.remote import insist, is_address, open_address
from extract.scratch import Scratch
from load.connection import Parameters, close, connect, explained_query, read_only, rows_of
from load.errors import LakeFailed
from load.exports.columns import COPY_OPTIONS, ExportFormat
from load.exports.export import EXPORTED, YEAR, export_tables
from load.extensions import extension_binary, load_extension
from load.tables.ddl import MART, STORED, VIEW_SCHEMAS, comments, quoted, view_statements, views
from load.tables.records import TABLE_BY_NAME
from load.tables.table import Table

VIEWS, CURRENT, SNAPSHOTS = "warehouse.duckdb", "current.json", "snapshots"

SCRATCH_NAME = ".cablehouse-lake-"
"""What the name of the folder beside a warehouse begins with, where its Parquet files are made."""

_INFO = TABLE_BY_NAME["warehouse_info"]
_TABLES = (*EXPORTED, _INFO)
_LEFT_OUT = f"{MART}.search"
"""The view that is left out."""


@dataclass(frozen=True, slots=True)
class Lake:
    """An address of an object store that warehouses are written to."""

    address: str

    def __post_init__(self) -> None:
        if not is_address(self.address) or not self.address.startswith("s3://"):
            raise ConfigurationError(
                f"{self.address} is no address of an S3 object store; DuckDB reads those, so write "
                "it as s3://bucket/folder"
            )

    def place(self, *parts: str) -> str:
        """Return the address of a file below it."""
        return "/".join((self.address.rstrip("/"), *parts))


def write_lake(path: str | Path, address: str) -> tuple[str, ...]:
    """Write a published warehouse to an object store, and let readers have it once it is whole.

    Needs room beside the warehouse for its Parquet files, about a third of its size.

    Args:
        path: The warehouse.
        address: Where to, e.g. `s3://bucket/cables`.

    Returns:
        The addresses of the files written, that of the views last.

    Raises:
        ConfigurationError: It is no address of an S3 store, or what reads one is not installed.
        MissingTool: DuckDB's httpfs extension is not installed.
        StoreUnreachable: The store does not answer; readers have what they had.
        LakeFailed: It refuses; readers have what they had.
        WarehouseError: The warehouse cannot be read, or there is no room beside it.
    """
    lake = Lake(address)
    files, root = open_address(address)
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{uuid.uuid4().hex[:8]}"
    with (
        Scratch(SCRATCH_NAME, Path(path).parent) as scratch,
        _answering(address),
    ):
        folder = scratch.path / "snapshot"
        written = [*export_tables(path, folder, (ExportFormat.PARQUET,)), *_copy_rest(path, folder)]
        parts = [file.relative_to(folder).as_posix() for file in written]
        before = _current(files, f"{root}/{CURRENT}")
        for file, part in zip(written, parts, strict=True):
            _put(files, file, f"{root}/{SNAPSHOTS}/{name}/{part}")
        small = scratch.path / VIEWS
        _write_views(
            small, files, lake, {part: lake.place(SNAPSHOTS, name, part) for part in parts}
        )
        _put(files, small, f"{root}/{VIEWS}")
        marker = scratch.path / CURRENT
        marker.write_text(json.dumps({"snapshot": name, "before": before}), encoding="utf-8")
        _put(files, marker, f"{root}/{CURRENT}")
        _remove_others(files, f"{root}/{SNAPSHOTS}", keep={name, before})
    return (*(lake.place(SNAPSHOTS, name, part) for part in parts), lake.place(VIEWS))


def check_lake(address: str) -> None:
    """See that a warehouse could be written to an address; nothing stays there.

    Raises:
        ConfigurationError, MissingTool, StoreUnreachable, LakeFailed: As for `write_lake`.
    """
    Lake(address)
    httpfs_extension()
    files, root = open_address(address)
    place = f"{root}/.check-{uuid.uuid4().hex}"
    with _answering(address):
        insist(place, lambda: files.pipe_file(place, b""))
        insist(place, lambda: files.rm_file(place))


def query_lake(address: str, sql: str, parameters: Parameters = ()) -> list[dict[str, Any]]:
    """Ask the warehouse in an object store one question; see `load.connection.query`.

    Raises:
        ConfigurationError, MissingTool: As for `write_lake`.
        LakeFailed: No warehouse is there, or the store does not answer.
        WrongQuery: The SQL is wrong, or names what is not there.
    """
    with _reading(address) as connection, explained_query():
        return rows_of(connection, sql, parameters)


@contextmanager
def _reading(address: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the small file of views."""
    lake = Lake(address)
    files, _ = open_address(address)
    connection = connect(Path(":memory:"))
    try:
        _reach(connection, files)
        with _answering(address):
            connection.execute(f"ATTACH {quoted(lake.place(VIEWS))} AS lake (READ_ONLY)")
        connection.execute("USE lake")
        yield connection
    finally:
        close(connection)


@contextmanager
def _answering(address: str) -> Iterator[None]:
    """Say what to do when the store refuses."""
    try:
        yield
    except (OSError, duckdb.IOException) as error:
        raise LakeFailed(
            f"{address} cannot be read or written ({str(error).splitlines()[0]}). Look at the "
            "address, the network and the keys this machine has; `cablehouse export --to "
            f"{address}` writes the warehouse there. Readers have what they had"
        ) from error


def _reach(connection: duckdb.DuckDBPyConnection, files: Any) -> None:
    """Give DuckDB its reader of object stores, with the address and keys that fsspec has."""
    load_extension(connection, httpfs_extension())
    endpoint = urlsplit(files.s3.meta.endpoint_url)
    keys = sync(files.loop, _keys_of, files)
    options = {
        "KEY_ID": quoted(keys.access_key),
        "SECRET": quoted(keys.secret_key),
        "SESSION_TOKEN": quoted(keys.token or ""),
        "REGION": quoted(files.s3.meta.region_name or ""),
        "ENDPOINT": quoted(endpoint.netloc),
        "USE_SSL": str(endpoint.scheme == "https"),
        # Buckets have a host of their own at Amazon, and at hardly any other store.
        "URL_STYLE": quoted("vhost" if endpoint.netloc.endswith(".amazonaws.com") else "path"),
    }
    given = ", ".join(f"{option} {value}" for option, value in options.items())
    connection.execute(f"CREATE SECRET (TYPE s3, {given})")


async def _keys_of(files: Any) -> Any:
    found = await files.session.get_credentials()
    if found is None:
        raise ConfigurationError(
            "this machine has no keys for the object store; set AWS_ACCESS_KEY_ID and "
            "AWS_SECRET_ACCESS_KEY, and AWS_ENDPOINT_URL where it is not Amazon's"
        )
    return await found.get_frozen_credentials()


def httpfs_extension() -> Path:
    """Return the binary of DuckDB's reader of object stores.

    Raises:
        MissingTool: The wheel is not installed, or not for this DuckDB.
    """
    try:
        import duckdb_extension_httpfs
    except ImportError as error:
        raise MissingTool(
            "DuckDB's reader of object stores is not installed; `make cluster` installs it"
        ) from error
    return extension_binary(
        duckdb_extension_httpfs,
        "httpfs",
        "the reader of object stores",
        "`make cluster` installs the one that fits.",
    )


def _copy_rest(path: str | Path, folder: Path) -> list[Path]:
    """Write what an export leaves out and the views read; return the files."""
    sources = {f"{_INFO.name}.parquet": _INFO.name} | {
        f"{STORED}.{view.name}.parquet": f"{STORED}.{view.name}"
        for view in views()
        if view.stored is not None
    }
    with read_only(path) as connection:
        for name, source in sources.items():
            target = quoted(str(folder / name))
            connection.execute(
                f"COPY (FROM {source}) TO {target} ({COPY_OPTIONS[ExportFormat.PARQUET]})"
            )
    return [folder / name for name in sources]


def _write_views(target: Path, files: Any, lake: Lake, places: dict[str, str]) -> None:
    """Write the small file; `places` gives the address of each file of a snapshot by its path."""
    with connect(target) as connection:
        _reach(connection, files)
        for schema in (STORED, *VIEW_SCHEMAS):
            connection.execute(f"CREATE SCHEMA {schema}")
        for table in _TABLES:
            connection.execute(_table_view(table, _files_of(table.name, places)))
            for comment in comments(table):
                connection.execute(comment.replace("COMMENT ON TABLE", "COMMENT ON VIEW", 1))
        for view in views():
            if view.full_name == _LEFT_OUT:
                continue
            if view.stored is not None:
                source = _read(_files_of(f"{STORED}.{view.name}", places))
                connection.execute(f"CREATE VIEW {STORED}.{view.name} AS FROM {source}")
            create, *described = view_statements(view)
            connection.execute(create.replace(view.stored or "", ""))
            for statement in described:
                connection.execute(statement)


def _table_view(table: Table, files: Sequence[str]) -> str:
    columns = ", ".join(
        # An export writes JSON as text.
        f"{column.name}::JSON AS {column.name}" if column.sql_type == "JSON" else column.name
        for column in table.columns
    )
    return f"CREATE VIEW {table.name} AS SELECT {columns} FROM {_read(files)}"


def _files_of(name: str, places: dict[str, str]) -> list[str]:
    """Return the addresses of a table's files: one, or one a year."""
    whole = f"{name}.parquet"
    return [place for part, place in places.items() if part.partition(f"/{YEAR}=")[0] == whole]


def _read(files: Sequence[str]) -> str:
    # Named one by one, so that no reader has to list the store.
    names = ", ".join(quoted(file) for file in files)
    return f"read_parquet([{names}], hive_partitioning = false)"


def _current(files: Any, place: str) -> str | None:
    """Return the snapshot readers have now; None when there is none."""
    try:
        found = insist(place, lambda: files.cat_file(place))
    except FileNotFoundError:
        return None
    return str(json.loads(found)["snapshot"])


def _put(files: Any, file: Path, place: str) -> None:
    insist(place, lambda: files.put_file(str(file), place))


def _remove_others(files: Any, folder: str, *, keep: set[str | None]) -> None:
    """Remove snapshots nobody has had for one whole publication."""
    files.invalidate_cache()
    for snapshot in insist(folder, lambda: list(files.ls(folder, detail=False))):
        if snapshot.rsplit("/", 1)[-1] not in keep:
            insist(snapshot, partial(files.rm, snapshot, recursive=True))
