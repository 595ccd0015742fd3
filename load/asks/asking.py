"""Asking a published warehouse several questions over one opening of the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from load.connection import Parameters, is_of_this_version, read_only, rows_of
from load.errors import WarehouseOutdated, WrongQuery, explained

Ask = Callable[[str, Parameters], list[dict[str, Any]]]
"""Asks one question: SQL and its values to rows."""


@contextmanager
def asking(path: str | Path) -> Iterator[Ask]:
    """Open a published warehouse and yield what asks it questions, all of one version of it.

    Within one process DuckDB gives everybody who opens a file the copy that is open there already,
    also when the file was replaced meanwhile: to see a new publication, all must have closed it.

    Args:
        path: The warehouse file.

    Raises:
        WarehouseUnreadable: There is no such file, or it is no DuckDB file.
        WarehouseLocked: Somebody opened the file for writing.
        WarehouseOutdated: It lacks what was asked for: another version made it.
        WrongQuery: The SQL is wrong.
    """
    with read_only(path) as connection:

        def ask(sql: str, parameters: Parameters = ()) -> list[dict[str, Any]]:
            try:
                with explained(Path(path)):
                    return rows_of(connection, sql, parameters)
            except (duckdb.ProgrammingError, duckdb.DataError) as error:
                if not is_of_this_version(connection):
                    raise _outdated(Path(path), error) from error
                raise WrongQuery(f"the query cannot be answered: {error}") from error

        yield ask


def _outdated(path: Path, error: duckdb.Error) -> WarehouseOutdated:
    first_line = str(error).partition("\n")[0]
    return WarehouseOutdated(
        f"{path} was made by another version of cablehouse and lacks what is asked for "
        f"({first_line}). Run `cablehouse reparse --warehouse {path}`: it makes the tables of this "
        "version from the stored pages, without OCR."
    )
