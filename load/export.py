"""The published tables as Parquet, CSV or JSON lines, with their data dictionary."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path

from load.connection import read_only
from load.ddl import quoted
from load.dictionary import data_dictionary
from load.errors import explained
from load.records import DOCUMENT_TABLES, LINK_TABLES, REFERENCE_TABLES, RUN_TABLES

EXPORTED = (*DOCUMENT_TABLES, *LINK_TABLES, *RUN_TABLES, *REFERENCE_TABLES)
"""All tables but those about the file itself, such as the search index."""


class ExportFormat(StrEnum):
    """A file format, by its file name extension."""

    PARQUET = "parquet"
    CSV = "csv"
    JSONL = "jsonl"


_COPY_OPTIONS = {
    ExportFormat.PARQUET: "FORMAT parquet, COMPRESSION zstd",
    ExportFormat.CSV: "FORMAT csv, HEADER",
    ExportFormat.JSONL: "FORMAT json, ARRAY false",
}


def export_tables(
    path: str | Path,
    to: Path,
    formats: Sequence[ExportFormat] = (ExportFormat.PARQUET,),
    *,
    progress: Callable[[str], None] | None = None,
) -> tuple[Path, ...]:
    """Write every table of a published warehouse to files, rows in order of the key.

    Each file appears whole under its name or not at all.

    Args:
        path: The warehouse.
        to: The folder; made when missing, files of the same names are replaced.
        formats: One file per table and format: `<table>.<format>`.
        progress: Called with each table's name before it is written.

    Returns:
        The files written; the last is `data-dictionary.md`.

    Raises:
        WarehouseUnreadable: There is no warehouse at the path.
        DiskFull: There is no room in the folder.
        WarehouseUnwritable: The folder may not be written.
    """
    written = []
    with read_only(path) as connection, explained(to, option="--to"):
        to.mkdir(parents=True, exist_ok=True)
        for table in EXPORTED:
            if progress is not None:
                progress(table.name)
            order = ", ".join(f"{column} NULLS FIRST" for column in table.sort_columns)
            for form in formats:
                file = to / f"{table.name}.{form.value}"
                partial = to / f".{file.name}.partial"
                try:
                    connection.execute(
                        f"COPY (SELECT * FROM {table.name} ORDER BY {order}) "
                        f"TO {quoted(str(partial))} ({_COPY_OPTIONS[form]})"
                    )
                    written.append(partial.replace(file))
                finally:
                    partial.unlink(missing_ok=True)
        dictionary = to / "data-dictionary.md"
        dictionary.write_text(data_dictionary(connection), encoding="utf-8")
    return (*written, dictionary)
