"""The schema in a database: tables, views, comments, and the fingerprints that tell it apart."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import duckdb

from load.making.bulk import append
from load.making.indexes import indexes_sql
from load.making.search import SEARCH_SETTINGS, build_search_index
from load.tables.ddl import (
    FINGERPRINT,
    STORED,
    VIEW_SCHEMAS,
    View,
    column_statements,
    comments,
    create_table,
    schema_fingerprint,
    view_statements,
    views,
)
from load.tables.records import TABLE_BY_NAME, TABLES, InfoRow

Connection = duckdb.DuckDBPyConnection

BUILD = "build_fingerprint"
AMENDED = "amended_documents"
"""Names in `warehouse_info`."""


def build_fingerprint() -> str:
    """Return a short hash of all that is derived: comments, views, indexes, search index.

    A file with another one is written anew from its own rows; no document is parsed again.
    """
    statements = [statement for table in TABLES for statement in comments(table)]
    statements += [statement for view in views() for statement in view_statements(view)]
    statements += [indexes_sql(), SEARCH_SETTINGS]
    return hashlib.sha256("\n".join(statements).encode()).hexdigest()[:16]


def create_schema(connection: Connection) -> None:
    """Create all tables, empty, and the views, with their comments."""
    connection.execute("BEGIN")
    for table in TABLES:
        connection.execute("\n".join([create_table(table), *comments(table)]))
    for schema in (*VIEW_SCHEMAS, STORED):
        connection.execute(f"CREATE SCHEMA {schema}")
    for view in views():
        if not view.is_macro:
            _create_view(connection, view)
    table = TABLE_BY_NAME["warehouse_info"]
    facts = {FINGERPRINT: schema_fingerprint(), BUILD: build_fingerprint(), AMENDED: "0"}
    rows = [table.row(InfoRow(name=name, value=value)) for name, value in facts.items()]
    append(connection, {"warehouse_info": rows})
    connection.execute("COMMIT")


RANKED = "ranked_copies"
"""The stored view that says which copy is the best; citations are linked by it."""


def store_views(connection: Connection, *, is_ranked: bool) -> None:
    """Compute the rows of views that are stored, in the order in which they read each other.

    Args:
        connection: A connection to the new file, the tables they read in place.
        is_ranked: Whether `RANKED` is stored already: then all others, else it alone.
    """
    for view in views():
        if view.stored is not None and (view.name != RANKED) == is_ranked:
            connection.execute(view.stored)
            connection.execute(
                f"COMMENT ON TABLE {STORED}.{view.name} IS "
                f"'The rows of {view.full_name}, computed when the file was built.'"
            )


def create_macros(connection: Connection) -> None:
    """Create the views that take arguments; they read the search index, which must be there."""
    for view in views():
        if view.is_macro:
            _create_view(connection, view)


def create_all(connection: Connection) -> None:
    """Create every table and view, and an empty search index."""
    create_schema(connection)
    build_search_index(connection)
    create_macros(connection)


def _create_view(connection: Connection, view: View) -> None:
    for statement in view_statements(view):
        connection.execute(statement)
    if not view.is_macro:
        described = connection.execute(f"DESCRIBE {view.full_name}").fetchall()
        for statement in column_statements(view, [name for name, *_ in described]):
            connection.execute(statement)


def column_types(
    connection: Connection, database: str, table: str, schema: str = "main"
) -> Mapping[str, str]:
    """Return the columns of a table or view with their types; none when there is none."""
    found = connection.execute(
        "SELECT column_name, data_type FROM duckdb_columns() "
        "WHERE database_name = ? AND schema_name = ? AND table_name = ?",
        (database, schema, table),
    ).fetchall()
    return dict(found)
