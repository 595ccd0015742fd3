"""The new warehouse file from what is staged and what the published file holds.

Every table is written once, in order of its key, so that the same documents give the same file
contents whatever the order of their arrival. The connection must have `staging` attached and, when
rows are to be kept, `old`.
"""

from __future__ import annotations

import duckdb

from load.errors import WarehouseError
from load.making.copies import link_copies
from load.making.disclosures import compare_copies
from load.making.schema import column_types, store_views
from load.making.targets import list_held_cables, with_targets
from load.tables.records import (
    DOCUMENT_TABLES,
    LINK_TABLES,
    REFERENCE_TABLES,
    RUN_TABLES,
    TABLE_BY_NAME,
    TABLES,
    Target,
)
from load.tables.rows import Rows
from load.tables.table import Table

Connection = duckdb.DuckDBPyConnection

_IN_ORDER = (*DOCUMENT_TABLES, *LINK_TABLES, TABLE_BY_NAME["search_postings"])
"""Tables whose rows lie in order of the key, or at least beside those of the same key."""


def merge_documents(connection: Connection, *, keep_old: bool) -> None:
    """Fill the tables of documents: staged rows, and the old rows of all other documents.

    Citations come last: they lead to the best copy, and which it is takes all the rest.

    Args:
        connection: A connection to the new file.
        keep_old: Whether `old` is attached and its documents stay.
    """
    citing = [table for table in DOCUMENT_TABLES if Target in table.parts]
    for table in DOCUMENT_TABLES:
        if table not in citing:
            _insert_sorted(connection, table, _all_rows(table, keep_old))
    link_copies(connection)
    store_views(connection, is_ranked=False)
    list_held_cables(connection)
    for table in citing:
        _insert_sorted(connection, table, with_targets(table, _all_rows(table, keep_old)))
    compare_copies(connection)


def _all_rows(table: Table, keep_old: bool) -> str:
    """Return the query for the rows of a table: what is staged, and the old that stays."""
    names = ", ".join(table.column_names)
    rows = f"SELECT {names} FROM staging.{table.name}"
    return f"{rows} UNION ALL {_old_rows(table, names)}" if keep_old else rows


def _old_rows(table: Table, names: str) -> str:
    """Return the query for the old rows of documents that are not staged."""
    source = f"SELECT {names} FROM old.{table.name}"
    if "document_id" in table.column_names:
        return f"{source} ANTI JOIN staging.documents USING (document_id)"
    replaced = "SELECT cable_id FROM old.cables SEMI JOIN staging.documents USING (document_id)"
    return f"{source} ANTI JOIN ({replaced}) USING (cable_id)"


def _insert_sorted(connection: Connection, table: Table, rows: str) -> None:
    connection.execute(f"INSERT INTO {table.name} {sorted_rows(table, rows)}")


def sorted_rows(table: Table, rows: str) -> str:
    """Return the query for rows of a table in the order in which they are stored."""
    order = ", ".join(f"{column} NULLS FIRST" for column in table.sort_columns)
    return f"SELECT * FROM ({rows}) ORDER BY {order}"


def has_reference_rows(connection: Connection, rows: Rows) -> bool:
    """Return whether the reference tables of `old` hold these rows and no others."""
    return all(
        set(connection.execute(f"SELECT * FROM old.{table.name}").fetchall())
        == set(rows[table.name])
        for table in REFERENCE_TABLES
    )


def keep_history(connection: Connection) -> None:
    """Carry the tables that only grow over from `old`, as far as their columns fit.

    Of documents, as far as they are carried over too.
    """
    for table in RUN_TABLES:
        shared = _shared_columns(connection, table)
        if shared:
            names = ", ".join(shared)
            order = ", ".join(table.sort_columns)
            held = "SEMI JOIN documents USING (document_id) " if "document_id" in shared else ""
            connection.execute(
                f"INSERT INTO {table.name} ({names}) SELECT {names} FROM old.{table.name} "
                f"{held}ORDER BY {order}"
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
        _refuse_repeats(connection, table, _repeated_keys(table))


def check_staged_keys(connection: Connection) -> None:
    """Refuse staged rows in which a key repeats; those of other documents have other keys.

    Raises:
        WarehouseError: A key repeats. That is a fault of this program.
    """
    for table in DOCUMENT_TABLES:
        _refuse_repeats(connection, table, _grouped(table, f"staging.{table.name}"))


def _refuse_repeats(connection: Connection, table: Table, query: str) -> None:
    repeated = connection.execute(query).fetchall()
    if repeated:
        raise WarehouseError(
            f"table {table.name} would hold more than one row for ({', '.join(table.key)}) = "
            f"{', '.join(map(str, repeated))}. The old warehouse stands; please report this "
            "with the documents named."
        )


def _grouped(table: Table, source: str) -> str:
    key = ", ".join(table.key)
    return f"SELECT {key} FROM {source} GROUP BY ALL HAVING count(*) > 1 ORDER BY ALL LIMIT 3"


def _repeated_keys(table: Table) -> str:
    """Return the query for some keys that are there more than once.

    In a table in order of its key a repeat follows its first: comparing neighbours takes no memory,
    where grouping takes as much as the keys of all lines.
    """
    key = ", ".join(table.key)
    if table not in _IN_ORDER:
        return _grouped(table, table.name)
    before = ", ".join(f"lag({column}) OVER () AS before_{column}" for column in table.key)
    same = " AND ".join(f"{column} IS NOT DISTINCT FROM before_{column}" for column in table.key)
    # Above the first row there is nothing: no column of a key is NULL in all of it.
    return (
        f"SELECT DISTINCT {key} FROM (SELECT {key}, {before} FROM {table.name}) "
        f"WHERE {same} ORDER BY ALL LIMIT 3"
    )
