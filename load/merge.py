"""The new warehouse file from what is staged and what the published file holds.

Every table is written once, in order of its key, so that the same documents give the same file
contents whatever the order of their arrival. The connection must have `staging` attached and, when
rows are to be kept, `old`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import duckdb

from load.ddl import (
    MART,
    View,
    comments,
    create_table,
    schema_fingerprint,
    view_statements,
    views,
)
from load.errors import WarehouseError
from load.records import (
    DOCUMENT_TABLES,
    REFERENCE_TABLES,
    RUN_TABLES,
    TABLE_BY_NAME,
    TABLES,
    InfoRow,
    Table,
)
from load.rows import Rows, arrow_tables
from load.search import SEARCH_SETTINGS

Connection = duckdb.DuckDBPyConnection

FINGERPRINT = "schema_fingerprint"
BUILD = "build_fingerprint"
"""Names in `warehouse_info`."""

_GIVEN = "given_rows"
"""The name under which DuckDB sees the rows to append."""

_TARGET_JOIN = f"""
    SELECT given.* REPLACE (held.cable_id AS target_cable_id)
    FROM ({{rows}}) AS given
    LEFT JOIN {MART}.best_copy AS held
        ON given.year = held.year AND given.post = held.post AND given.serial = held.serial
"""
"""A reference leads to the best copy held: one row per cable, so no reference is doubled."""


def build_fingerprint() -> str:
    """Return a short hash of all that is derived: comments, views, search index.

    A file with another one is written anew from its own rows; no document is parsed again.
    """
    statements = [statement for table in TABLES for statement in comments(table)]
    statements += [statement for view in views() for statement in view_statements(view)]
    return hashlib.sha256("\n".join([*statements, SEARCH_SETTINGS]).encode()).hexdigest()[:16]


def create_schema(connection: Connection) -> None:
    """Create all tables, empty, and the views, with their comments."""
    connection.execute("BEGIN")
    for table in TABLES:
        for statement in (create_table(table), *comments(table)):
            connection.execute(statement)
    connection.execute(f"CREATE SCHEMA {MART}")
    for view in views():
        if not view.is_macro:
            _create_view(connection, view)
    table = TABLE_BY_NAME["warehouse_info"]
    facts = {FINGERPRINT: schema_fingerprint(), BUILD: build_fingerprint()}
    rows = [table.row(InfoRow(name=name, value=value)) for name, value in facts.items()]
    append(connection, {"warehouse_info": rows})
    connection.execute("COMMIT")


def create_macros(connection: Connection) -> None:
    """Create the views that take arguments; they read the search index, which must be there."""
    for view in views():
        if view.is_macro:
            _create_view(connection, view)


def _create_view(connection: Connection, view: View) -> None:
    for statement in view_statements(view):
        connection.execute(statement)


def append(connection: Connection, rows: Rows) -> None:
    """Append rows in bulk, by way of Arrow.

    Args:
        connection: The connection.
        rows: Rows by table name.
    """
    for name, arrow in arrow_tables(rows).items():
        if arrow.num_rows:
            connection.register(_GIVEN, arrow)
            connection.execute(f"INSERT INTO {name} SELECT * FROM {_GIVEN}")
            connection.unregister(_GIVEN)


def merge_documents(connection: Connection, *, keep_old: bool) -> None:
    """Fill the tables of documents: staged rows, and the old rows of all other documents.

    Args:
        connection: A connection to the new file.
        keep_old: Whether `old` is attached and its documents stay.
    """
    for table in DOCUMENT_TABLES:
        names = ", ".join(table.column_names)
        rows = f"SELECT {names} FROM staging.{table.name}"
        if keep_old:
            rows += f" UNION ALL {_old_rows(table, names)}"
        if table.name == "cable_references":
            rows = _TARGET_JOIN.format(rows=rows)
        _insert_sorted(connection, table, rows)


def _old_rows(table: Table, names: str) -> str:
    """Return the query for the old rows of documents that are not staged."""
    source = f"SELECT {names} FROM old.{table.name}"
    if "document_id" in table.column_names:
        return f"{source} ANTI JOIN staging.documents USING (document_id)"
    replaced = "SELECT cable_id FROM old.cables SEMI JOIN staging.documents USING (document_id)"
    return f"{source} ANTI JOIN ({replaced}) USING (cable_id)"


def _insert_sorted(connection: Connection, table: Table, rows: str) -> None:
    order = ", ".join(f"{column} NULLS FIRST" for column in table.sort_columns)
    connection.execute(f"INSERT INTO {table.name} SELECT * FROM ({rows}) ORDER BY {order}")


def has_reference_rows(connection: Connection, rows: Rows) -> bool:
    """Return whether the reference tables of `old` hold these rows and no others."""
    return all(
        set(connection.execute(f"SELECT * FROM old.{table.name}").fetchall())
        == set(rows[table.name])
        for table in REFERENCE_TABLES
    )


def keep_history(connection: Connection) -> None:
    """Carry the tables that only grow over from `old`, as far as their columns fit."""
    for table in RUN_TABLES:
        shared = _shared_columns(connection, table)
        if shared:
            names = ", ".join(shared)
            order = ", ".join(table.sort_columns)
            connection.execute(
                f"INSERT INTO {table.name} ({names}) SELECT {names} FROM old.{table.name} "
                f"ORDER BY {order}"
            )


def _shared_columns(connection: Connection, table: Table) -> list[str]:
    """Return the columns both files have, or none when the old one lacks a needed one."""
    held = column_types(connection, "old", table.name)
    needed = {c.name for c in table.columns if not c.is_nullable} | set(table.sort_columns)
    shared = [c.name for c in table.columns if held.get(c.name) == c.sql_type]
    return shared if needed <= set(shared) else []


def column_types(connection: Connection, database: str, table: str) -> Mapping[str, str]:
    """Return the columns of a table with their types; none when there is no such table."""
    found = connection.execute(
        "SELECT column_name, data_type FROM duckdb_columns() "
        "WHERE database_name = ? AND schema_name = 'main' AND table_name = ?",
        (database, table),
    ).fetchall()
    return dict(found)


def check_keys(connection: Connection) -> None:
    """Refuse a table in which a key repeats: `a document is in documents exactly once`.

    Raises:
        WarehouseError: A key repeats. That is a fault of this program or of a vocabulary.
    """
    for table in TABLES:
        key = ", ".join(table.key)
        repeated = connection.execute(
            f"SELECT {key} FROM {table.name} GROUP BY ALL HAVING count(*) > 1 ORDER BY ALL LIMIT 3"
        ).fetchall()
        if repeated:
            raise WarehouseError(
                f"table {table.name} would hold more than one row for ({key}) = "
                f"{', '.join(map(str, repeated))}. The old warehouse stands; please report this "
                "with the documents named."
            )
