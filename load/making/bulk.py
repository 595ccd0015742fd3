"""Rows in bulk, by way of Arrow: into DuckDB, and into frames for the expectations."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from load.tables.columns import Column
from load.tables.records import DOCUMENT_TABLES, TABLE_BY_NAME
from load.tables.rows import DocumentLoad, Rows, Stamp, content_rows, stamped_rows

if TYPE_CHECKING:
    import pandas as pd

_HALF_PAIR = re.compile("[\ud800-\udfff]")

_GIVEN = "given_rows"
"""The name under which DuckDB sees the rows to append."""


def arrow_tables(rows: Rows) -> dict[str, pa.Table]:
    """Return rows as Arrow tables in the types of the warehouse."""
    tables: dict[str, pa.Table] = {}
    for name, table_rows in rows.items():
        columns = TABLE_BY_NAME[name].columns
        schema = pa.schema([(column.name, column.arrow_type) for column in columns])
        by_column = list(zip(*table_rows, strict=True)) or [()] * len(columns)
        arrays = [_array(values, column) for column, values in zip(columns, by_column, strict=True)]
        tables[name] = pa.Table.from_arrays(arrays, schema=schema)
    return tables


def _array(values: Sequence[Any], column: Column) -> pa.Array:
    """Return a column's values as Arrow.

    A damaged text layer can hold halves of surrogate pairs, which are no characters and have no
    UTF-8: each becomes U+FFFD, the mark for what cannot be shown.
    """
    try:
        return pa.array(values, type=column.arrow_type)
    except UnicodeEncodeError:
        return pa.array([_storable(value) for value in values], type=column.arrow_type)


def _storable(value: Any) -> Any:
    if isinstance(value, list):
        return [_storable(item) for item in value]
    return _HALF_PAIR.sub("\N{REPLACEMENT CHARACTER}", value) if isinstance(value, str) else value


def append(connection: duckdb.DuckDBPyConnection, rows: Rows) -> None:
    """Append rows in bulk, by way of Arrow.

    Args:
        connection: The connection.
        rows: Rows by table name.
    """
    append_tables(connection, arrow_tables(rows))


def append_tables(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, pa.Table]) -> None:
    """Append Arrow tables, each to the table of its name.

    Args:
        connection: The connection.
        tables: Tables with all columns in the order of the warehouse's.
    """
    for name, arrow in tables.items():
        if arrow.num_rows:
            connection.register(_GIVEN, arrow)
            connection.execute(f"INSERT INTO {name} SELECT * FROM {_GIVEN}")
            connection.unregister(_GIVEN)


def frames(batch: Sequence[DocumentLoad], stamp: Stamp) -> dict[str, pd.DataFrame]:
    """Return the rows a batch would load, as frames for the expectations to judge.

    Args:
        batch: The documents, not yet judged.
        stamp: The run.

    Returns:
        One frame per table of a document, in the columns of the warehouse.
    """
    rows: Rows = {table.name: [] for table in DOCUMENT_TABLES}
    for load in batch:
        for name, more in (content_rows(load) | stamped_rows(load, stamp, "", {})).items():
            rows[name].extend(more)
    return {name: table.to_pandas() for name, table in arrow_tables(rows).items()}
