"""How this package asks the warehouse: through a callable it is handed. It knows no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

Row = Mapping[str, object]


class Query(Protocol):
    """Runs one SELECT and returns its rows by column name, in order."""

    def __call__(self, sql: str, parameters: Sequence[object] = (), /) -> Sequence[Row]:
        """Run `sql` with values for its `?`. Lists come as lists, NULL as None."""
        ...


def count_rows(query: Query, table: str) -> int:
    """Return the number of rows of a table; the name comes from a file of this package."""
    return as_int(query(f"select count(*) as row_count from {table}")[0]["row_count"])


def as_int(value: object) -> int:
    """Return a count that a query gave; None, which a sum over no row gives, is 0."""
    return 0 if value is None else int(str(value))
