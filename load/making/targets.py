"""Which held cable a citation leads to: computed when a file is built, when all cables are known.

What makes a citation and a cable one is in `load/sql/targets`.
"""

from __future__ import annotations

from importlib import resources

import duckdb

from load.tables.table import Table

SENT_AT = "dtg_raw"
"""The column of a table of citations that holds a cited date-time group, where it has one."""


def list_held_cables(connection: duckdb.DuckDBPyConnection) -> None:
    """List what citations can name of the cables held; `with_targets` reads that list.

    Args:
        connection: A connection to the new file, its cables, their copies and post names in place.
    """
    connection.execute(_sql("held_cables"))


def with_targets(table: Table, rows: str) -> str:
    """Return the query for the rows of a table of citations, each with the cable it leads to.

    Args:
        table: A table with the columns of `Target`.
        rows: The query for its rows, their targets not known.
    """
    sent_at = f"given.{SENT_AT}" if SENT_AT in table.column_names else "NULL"
    return _sql("with_targets").format(rows=rows, sent_at=sent_at)


def _sql(name: str) -> str:
    return (resources.files("load") / "sql" / "targets" / f"{name}.sql").read_text("utf-8")
