"""A small delivery into a copy of the published file: what it brings is written, not all anew.

The rows of the documents delivered are put in the place of theirs, at the end of each table, and
one segment is added to the search index. What depends on all documents (copies, targets of
citations, stored views) is computed from all of them, as for a new file, so that both ways give the
same rows; only their order on disk differs, and `load.warehouse` writes a file anew before much of
it is out of order.
"""

from __future__ import annotations

import duckdb

from load.making.copies import link_copies
from load.making.disclosures import compare_copies
from load.making.indexes import create_indexes, drop_indexes
from load.making.merge import check_staged_keys, sorted_rows
from load.making.schema import store_views
from load.making.search import amend_search_index
from load.making.targets import list_held_cables, with_targets
from load.tables.records import DOCUMENT_TABLES, LINK_TABLES, Target
from load.tables.table import Table

Connection = duckdb.DuckDBPyConnection

_CHANGED = "changed_cables"
"""The cables whose texts the published file has, and the delivery brings anew or takes away."""
_DELIVERED = "SELECT cable_id FROM staging.cables"


def amend_documents(connection: Connection) -> None:
    """Bring the staged documents into the tables, the stored views and the search index.

    Args:
        connection: A connection to a copy of the published file, `staging` attached.
    """
    check_staged_keys(connection)
    drop_indexes(connection)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {_CHANGED} AS "
        "SELECT cable_id FROM cables SEMI JOIN staging.documents USING (document_id)"
    )
    for table in DOCUMENT_TABLES:
        _replace_rows(connection, table)
    for table in LINK_TABLES:
        connection.execute(f"DELETE FROM {table.name}")
    link_copies(connection)
    store_views(connection, is_ranked=False)
    list_held_cables(connection)
    for table in DOCUMENT_TABLES:
        if Target in table.parts:
            _update_targets(connection, table)
    compare_copies(connection)
    store_views(connection, is_ranked=True)
    amend_search_index(connection, removed=f"FROM {_CHANGED}", added=_DELIVERED)
    create_indexes(connection)
    connection.execute(f"DROP TABLE temp.{_CHANGED}")


def _replace_rows(connection: Connection, table: Table) -> None:
    """Put the staged rows of a table in the place of those of the same documents."""
    if "document_id" in table.column_names:
        replaced = "document_id IN (SELECT document_id FROM staging.documents)"
    else:
        replaced = f"cable_id IN (SELECT cable_id FROM {_CHANGED})"
    connection.execute(f"DELETE FROM {table.name} WHERE {replaced}")
    names = ", ".join(table.column_names)
    rows = sorted_rows(table, f"SELECT {names} FROM staging.{table.name}")
    connection.execute(f"INSERT INTO {table.name} {rows}")


def _update_targets(connection: Connection, table: Table) -> None:
    """Let each citation lead to the cable that is now the best for it."""
    names = ", ".join(table.column_names)
    known = with_targets(table, f"SELECT {names} FROM {table.name}")
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE changed_targets AS "
        f"SELECT new.cable_id, new.position, new.target_cable_id FROM ({known}) AS new "
        f"JOIN {table.name} AS held USING (cable_id, position) "
        "WHERE new.target_cable_id IS DISTINCT FROM held.target_cable_id"
    )
    connection.execute(
        f"UPDATE {table.name} SET target_cable_id = new.target_cable_id "
        f"FROM changed_targets AS new WHERE new.cable_id = {table.name}.cable_id "
        f"AND new.position = {table.name}.position"
    )
    connection.execute("DROP TABLE temp.changed_targets")
