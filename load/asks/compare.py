"""Whether two warehouses hold the same rows: a digest per table.

Shows two promises: loading the same files again changes no row but in `runs`, and `reparse` gives
the same tables as `ingest`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from load.connection import read_only
from load.tables.records import TABLE_BY_NAME, TABLES

COMPARED = tuple(table.name for table in TABLES if table.name != "runs")
"""All tables but `runs`, which grows with every run."""

RUN_COLUMNS = frozenset({"run_id", "found_run_id", "gone_run_id", "loaded_at", "quarantined_at"})
"""Columns that name the run or its time: left out to compare warehouses built by different runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableDigest:
    """What a table holds, in short. Equal digests mean equal rows, in whatever order."""

    rows: int
    digest: str


def table_digests(path: str | Path, *, leave_out: Collection[str] = ()) -> dict[str, TableDigest]:
    """Return a digest of every compared table.

    Each row is hashed by MD5 over its values as text, and the hashes are joined by XOR, which does
    not depend on order; rows are distinct by their keys, so none cancels another.

    Args:
        path: A published warehouse.
        leave_out: Columns not to compare, e.g. `RUN_COLUMNS`.

    Raises:
        WarehouseUnreadable: There is no warehouse at the path.
    """
    digests = {}
    with read_only(path) as connection:
        for name in COMPARED:
            columns = [c for c in TABLE_BY_NAME[name].column_names if c not in leave_out]
            values = ", ".join(f'"{column}"' for column in columns)
            row = connection.execute(
                "SELECT count(*), coalesce(bit_xor(hash), 0)::VARCHAR "
                f"FROM (SELECT md5_number(row({values})::VARCHAR) AS hash FROM {name})"
            ).fetchone()
            rows, digest = row if row is not None else (0, "0")
            digests[name] = TableDigest(rows=rows, digest=digest)
    return digests


def changed_tables(
    before: str | Path, after: str | Path, *, leave_out: Collection[str] = ()
) -> tuple[str, ...]:
    """Return the tables in which two warehouses differ; none when they hold the same.

    Args:
        before: A published warehouse.
        after: Another one.
        leave_out: Columns not to compare, e.g. `RUN_COLUMNS`.
    """
    first = table_digests(before, leave_out=leave_out)
    second = table_digests(after, leave_out=leave_out)
    return tuple(name for name in COMPARED if first[name] != second[name])
