"""Indexes for what readers look up one at a time: made last, when the rows are in place."""

from __future__ import annotations

from importlib import resources

import duckdb


def indexes_sql() -> str:
    """Return the statements of `load/sql/indexes.sql`."""
    return (resources.files("load") / "sql" / "indexes.sql").read_text("utf-8")


def create_indexes(connection: duckdb.DuckDBPyConnection) -> None:
    """Make every index; none may be there.

    Args:
        connection: A connection to the new file, its tables and stored views filled.
    """
    connection.execute(indexes_sql())


def drop_indexes(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop every index of the connection's database, before many rows change."""
    found = connection.execute(
        "SELECT schema_name, index_name FROM duckdb_indexes() "
        "WHERE database_name = current_database()"
    ).fetchall()
    for schema, name in found:
        connection.execute(f'DROP INDEX "{schema}"."{name}"')
