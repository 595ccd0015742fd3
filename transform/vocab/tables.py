"""Reading a vocabulary file: the rules every table keeps, and what is said when one is broken.

A table is a CSV file of this package. Its first column is the key, or its first two together; the
last is `source`, which says where the row comes from. Rows are sorted by their key and no key
stands twice, so that two people who add the same row meet in the same place.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from itertools import pairwise

from extract.errors import ConfigurationError


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a table, with the place it stands at."""

    file_name: str
    line_no: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """Return a cell's text."""
        return self.cells[column]

    def text(self, column: str) -> str | None:
        """Return a cell's text, or None when it is empty."""
        return self.cells[column] or None

    def names(self, column: str) -> tuple[str, ...]:
        """Return the names of a cell that lists them with semicolons."""
        return tuple(name.strip() for name in self.cells[column].split(";") if name.strip())

    def number(self, column: str) -> float | None:
        """Return a cell as a number, or None when it is empty."""
        text = self.cells[column]
        try:
            return float(text) if text else None
        except ValueError as error:
            raise self.wrong(f"{column} {text!r} is not a number") from error

    def day(self, column: str) -> date | None:
        """Return a cell as a date; `1973` is its 1 January, where only the year is known."""
        text = self.cells[column]
        try:
            return date.fromisoformat(f"{text}-01-01" if len(text) == 4 else text) if text else None
        except ValueError as error:
            raise self.wrong(f"{column} {text!r} is not a date") from error

    def wrong(self, what: str) -> ConfigurationError:
        """Return the error that names this row."""
        return ConfigurationError(
            f"transform/vocab/{self.file_name}, line {self.line_no}: {what}; correct that row"
        )


def read_table(file_name: str, columns: tuple[str, ...], key: int = 1) -> tuple[Row, ...]:
    """Read and check a table.

    Args:
        file_name: name of a CSV file of this package.
        columns: its columns in order, the key first and `source` last.
        key: how many of the columns are the key.

    Raises:
        ConfigurationError: naming file and line, when the header differs, a row is too long or too
            short, has no key or source, stands out of order or repeats a key.
    """
    text = files(__package__).joinpath(file_name).read_text(encoding="utf-8")
    return check_table(file_name, text, columns, key)


def check_table(
    file_name: str, text: str, columns: tuple[str, ...], key: int = 1
) -> tuple[Row, ...]:
    """Check the text of a table and return its rows; see `read_table`."""
    reader = csv.reader(text.splitlines())
    header = Row(file_name=file_name, line_no=1, cells={})
    if tuple(next(reader, [])) != columns:
        raise header.wrong(f"the columns must be {', '.join(columns)}")
    rows = tuple(_rows(file_name, reader, columns))
    for before, row in pairwise(rows):
        last, this = ([one[column] for column in columns[:key]] for one in (before, row))
        if this == last:
            raise row.wrong(f"{' '.join(this)} stands twice")
        if this < last:
            raise row.wrong(f"{' '.join(this)} must stand before {' '.join(last)}")
    return rows


def _rows(file_name: str, reader: Iterator[list[str]], columns: tuple[str, ...]) -> Iterator[Row]:
    for line_no, cells in enumerate(reader, start=2):
        padded = dict(zip(columns, cells, strict=False))
        row = Row(file_name=file_name, line_no=line_no, cells=padded)
        if len(cells) != len(columns):
            raise row.wrong(f"{len(cells)} cells where {len(columns)} belong")
        if not row[columns[0]] or not row["source"]:
            raise row.wrong("a row needs its key and its source")
        yield row
