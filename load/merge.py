"""The new warehouse file from what is staged and what the published file holds.

Every table is written once, in order of its key, so that the same documents give the same file
contents whatever the order of their arrival. The connection must have `staging` attached and, when
rows are to be kept, `old`.
"""

from __future__ import annotations

import duckdb

from load.copies import link_copies
from load.disclosures import compare_copies
from load.errors import WarehouseError
from load.records import DOCUMENT_TABLES, REFERENCE_TABLES, RUN_TABLES, TABLES, Target
from load.rows import Rows
from load.schema import column_types
from load.table import Table
from load.targets import list_held_cables, with_targets

Connection = duckdb.DuckDBPyConnection


def merge_documents(connection: Connection, *, keep_old: bool) -> None:
    """Fill the tables of documents: staged rows, and the old rows of all other documents.

    Copies of one cable are linked as soon as the cables are there, for references lead to the best,
    and compared when their paragraphs are there.

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
            link_copies(connection)
            list_held_cables(connection)
        if Target in table.parts:
            rows = with_targets(table, rows)
        _insert_sorted(connection, table, rows)
    compare_copies(connection)


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
