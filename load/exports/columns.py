"""How the values of each column are written: exactly, and so that every reader gets them back.

Parquet keeps types and lists. Text formats have neither, so CSV and JSON Lines write instants as
ISO 8601 with their Z, and CSV writes a list as the JSON it would be in JSON Lines.
"""

from __future__ import annotations

from enum import StrEnum

from load.tables.columns import Column
from load.tables.ddl import quoted


class ExportFormat(StrEnum):
    """A file format, by its file name extension."""

    PARQUET = "parquet"
    CSV = "csv"
    JSONL = "jsonl"


COPY_OPTIONS = {
    ExportFormat.PARQUET: "FORMAT parquet, COMPRESSION zstd",
    ExportFormat.CSV: "FORMAT csv, HEADER",
    ExportFormat.JSONL: "FORMAT json, ARRAY false",
}

FORMULA = r"^[=+\-@\t\r\x{FF1D}\x{FF0B}\x{FF0D}\x{FF20}']"
"""What a cell begins with that a spreadsheet would compute instead of showing it (the full-width
forms of = + - @ too); and the apostrophe that marks it, for only then does taking one off always
give the value."""


def select_list(
    columns: tuple[Column, ...], form: ExportFormat, *, is_spreadsheet_safe: bool = False
) -> str:
    """Return what follows SELECT to write columns in a format.

    Args:
        columns: The columns, in order.
        form: The format.
        is_spreadsheet_safe: Whether text in CSV that a spreadsheet would compute is marked with an
            apostrophe. The value is then another one, so it is never done unasked.
    """
    return ", ".join(
        f"{_written(column, form, is_spreadsheet_safe)} AS {column.name}" for column in columns
    )


def _written(column: Column, form: ExportFormat, is_spreadsheet_safe: bool) -> str:
    name = column.name
    if form is ExportFormat.PARQUET:
        # polars takes Parquet's own JSON type for bytes.
        return f"{name}::VARCHAR" if column.sql_type == "JSON" else name
    if column.sql_type == "TIMESTAMP":
        return f"replace({name}::VARCHAR, ' ', 'T') || 'Z'"
    if form is ExportFormat.CSV:
        if column.sql_type.endswith("[]"):
            return f"CASE WHEN {name} IS NOT NULL THEN to_json({name})::VARCHAR END"
        if column.sql_type == "VARCHAR" and is_spreadsheet_safe:
            is_formula = f"regexp_matches({name}, {quoted(FORMULA)})"
            return f"CASE WHEN {is_formula} THEN '''' || {name} ELSE {name} END"
    return name
