"""The published tables as Parquet, CSV or JSON Lines, with a description of every column.

What belongs to a cable or a document is written in one file a year; every other table is one file.
A table is a folder then, by the name it would have as a file (`paragraphs.parquet/`), in the form
that pandas, polars, DuckDB, Spark and R's arrow read as one table. The year is called `cable_year`
because readers take it for a column: a table may have a `year` of its own.

Each year is one pass over the table, in the order the warehouse stores. That costs no sorting, no
disk for it, and no more memory than one stretch of rows; DuckDB's own PARTITION_BY was measured to
hold the whole table in memory and to lose the order.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

import duckdb

from load.connection import read_only
from load.dictionary import data_dictionary
from load.errors import WarehouseUnwritable, explained
from load.exports.columns import COPY_OPTIONS, ExportFormat, select_list
from load.exports.datapackage import Resource, data_package
from load.tables.ddl import quoted
from load.tables.records import DOCUMENT_TABLES, LINK_TABLES, REFERENCE_TABLES, RUN_TABLES
from load.tables.table import Table

EXPORTED = (*DOCUMENT_TABLES, *LINK_TABLES, *RUN_TABLES, *REFERENCE_TABLES)
"""All tables but those about the file itself, such as the search index."""

YEAR = "cable_year"
NO_YEAR = 0
"""The year in the name of the folder of rows without one. Hive's own name for NULL stops pandas
(pyarrow 26), and any word would make the years text."""

DICTIONARY = "data-dictionary.md"
DESCRIPTOR = "datapackage.json"

_YEARS = {"cable_id": "cable_years", "document_id": "document_years"}
"""The query in `load/sql/export` that gives an owner's year, by the column that names the owner."""


def export_tables(
    path: str | Path,
    to: Path,
    formats: Sequence[ExportFormat] = (ExportFormat.PARQUET,),
    *,
    is_by_year: bool = True,
    is_spreadsheet_safe: bool = False,
    progress: Callable[[str], None] | None = None,
) -> tuple[Path, ...]:
    """Write every table of a published warehouse to files, rows in order of the key.

    Each file, and each folder of files, appears whole under its name or not at all.

    Args:
        path: The warehouse.
        to: The folder; made when missing, what an earlier export left under the same names is
            replaced.
        formats: One file, or folder, per table and format: `<table>.<format>`.
        is_by_year: Whether the tables of cables and documents are folders with a file a year.
        is_spreadsheet_safe: Whether CSV marks text that a spreadsheet would compute with an
            apostrophe, which changes it.
        progress: Called with each table's name before it is written.

    Returns:
        The files written; the last two are `data-dictionary.md` and `datapackage.json`.

    Raises:
        WarehouseUnreadable: There is no warehouse at the path.
        DiskFull: There is no room in the folder.
        WarehouseUnwritable: The folder may not be written, or holds something else under a name.
    """
    resources_written: list[Resource] = []
    with read_only(path) as connection, explained(to, option="--to"):
        to.mkdir(parents=True, exist_ok=True)
        _list_years(connection)
        for table in EXPORTED:
            if progress is not None:
                progress(table.name)
            for form in formats:
                columns = select_list(table.columns, form, is_spreadsheet_safe=is_spreadsheet_safe)
                source = f"SELECT {columns} FROM {table.name}"
                target = to / f"{table.name}.{form}"
                if is_by_year and table.key[0] in _YEARS:
                    parts = _write_by_year(connection, table, source, target, form)
                else:
                    parts = (_write_file(connection, source + _order(table), target, form),)
                resources_written.append(
                    Resource(
                        table=table,
                        form=form,
                        paths=tuple(part.relative_to(to).as_posix() for part in parts),
                        is_spreadsheet_safe=is_spreadsheet_safe,
                    )
                )
        described = (
            _write_text(to / DICTIONARY, data_dictionary(connection)),
            _write_text(to / DESCRIPTOR, _as_json(data_package(resources_written))),
        )
    return (*(to / path for one in resources_written for path in one.paths), *described)


def _list_years(connection: duckdb.DuckDBPyConnection) -> None:
    folder = resources.files("load") / "sql" / "export"
    for name in _YEARS.values():
        query = (folder / f"{name}.sql").read_text("utf-8")
        connection.execute(
            f"CREATE TEMP TABLE {name} AS "
            f"SELECT * REPLACE (coalesce(cable_year, {NO_YEAR}) AS cable_year) FROM ({query})"
        )


def _order(table: Table) -> str:
    """Return what puts rows in order of the key; nothing for the large tables, written as stored.

    They are stored in that order (`load.making.merge`), but for what small deliveries put at their
    end since the file was last written as a whole (`load.making.amend`).
    """
    if table in DOCUMENT_TABLES:
        return ""
    return " ORDER BY " + ", ".join(f"{column} NULLS FIRST" for column in table.sort_columns)


def _write_by_year(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    source: str,
    target: Path,
    form: ExportFormat,
) -> tuple[Path, ...]:
    """Write a folder with a file for each year that has rows; with an empty file if none has."""
    owner = table.key[0]
    years = _YEARS[owner]
    found = connection.execute(
        f"SELECT DISTINCT y.cable_year FROM {table.name} JOIN {years} AS y USING ({owner}) "
        "ORDER BY ALL"
    ).fetchall()
    files = []
    with _appearing_whole(target) as partial:
        for (year,) in found or [(NO_YEAR,)]:
            folder = partial / f"{YEAR}={year:d}"
            folder.mkdir(parents=True)
            file = folder / f"{table.name}-{year:d}.{form}"
            of_year = f"SELECT {owner} FROM {years} WHERE cable_year = {year:d}"
            rows = f"{source} SEMI JOIN ({of_year}) USING ({owner}){_order(table)}"
            _copy(connection, rows, file, form)
            files.append(target / file.relative_to(partial))
    return tuple(files)


def _write_file(
    connection: duckdb.DuckDBPyConnection, source: str, target: Path, form: ExportFormat
) -> Path:
    with _appearing_whole(target) as partial:
        _copy(connection, source, partial, form)
    return target


def _copy(
    connection: duckdb.DuckDBPyConnection, source: str, file: Path, form: ExportFormat
) -> None:
    connection.execute(f"COPY ({source}) TO {quoted(str(file))} ({COPY_OPTIONS[form]})")


def _write_text(target: Path, text: str) -> Path:
    with _appearing_whole(target) as partial:
        partial.write_text(text, encoding="utf-8")
    return target


def _as_json(value: object) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


@contextmanager
def _appearing_whole(target: Path) -> Iterator[Path]:
    """Give a name to write under, which becomes the target's when all is written."""
    partial = target.with_name(f".{target.name}.partial")
    _remove(partial)
    try:
        yield partial
        if target.is_dir() or partial.is_dir():
            _remove(_of_an_export(target))
        partial.replace(target)
    finally:
        _remove(partial)


def _of_an_export(target: Path) -> Path:
    """Return what is to be replaced, after seeing that it is nothing else than an export.

    Raises:
        WarehouseUnwritable: It is a folder that holds other things.
    """
    strangers = target.is_dir() and [
        entry.name for entry in target.iterdir() if not entry.name.startswith(f"{YEAR}=")
    ]
    if strangers:
        raise WarehouseUnwritable(
            f"{target} holds {strangers[0]}, which no export wrote, and would be replaced whole. "
            "Move it away, or name another folder with --to."
        )
    return target


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
