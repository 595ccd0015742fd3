"""Choosing documents of a published warehouse by a condition somebody typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from load.connection import read_only
from load.errors import WrongQuery


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Documents of a warehouse, and every place their files were found in."""

    document_ids: frozenset[str]
    places: frozenset[str]


def choose_documents(warehouse: Path, conditions: Sequence[str]) -> Chosen:
    """Return the documents that meet all conditions.

    The file is opened read-only and without access to any other; DuckDB takes a condition as one
    expression, so that it can be nothing but a condition.

    Args:
        warehouse: The published file.
        conditions: SQL conditions on the columns of `documents`; one may ask other tables in a
            subquery.

    Raises:
        WrongQuery: One is no condition on `documents`.
        WarehouseError: The file cannot be read.
    """
    with read_only(warehouse) as connection:
        connection.execute("SET enable_external_access = false")
        found = connection.table("main.documents")
        ids: frozenset[str] = frozenset()
        for condition in conditions:
            try:
                found = found.filter(condition)
                # A value that cannot be compared shows only when rows are read.
                ids = frozenset(row[0] for row in found.select("document_id").fetchall())
            except (duckdb.ProgrammingError, duckdb.DataError, duckdb.PermissionException) as error:
                raise WrongQuery(
                    f"the condition {condition!r} cannot be used: {error}\nGive what could stand "
                    'behind WHERE in a query on documents, e.g. "status = \'failed\'" or "case_id '
                    "= 'F-2011-00001'\"; docs/data-dictionary.md lists its columns."
                ) from error
        places = connection.execute("SELECT document_id, source_uri FROM document_sources")
        return Chosen(
            document_ids=ids,
            places=frozenset(place for one, place in places.fetchall() if one in ids),
        )
