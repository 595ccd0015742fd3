"""What a table is: a name, a comment, a key, and the record types its rows are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from load.tables.columns import Column, columns_of, reader_of


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table: rows are made of one record of each of `parts`, side by side."""

    name: str
    doc: str
    parts: tuple[type[Any], ...]
    key: tuple[str, ...]
    order: tuple[str, ...] = field(default=())
    """Columns the rows are stored in order of; the key unless said otherwise."""

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns in order."""
        return tuple(column for part in self.parts for column in columns_of(part))

    @cached_property
    def column_names(self) -> tuple[str, ...]:
        """The names of the columns in order."""
        return tuple(column.name for column in self.columns)

    @cached_property
    def sort_columns(self) -> tuple[str, ...]:
        """The columns that give the physical order."""
        return self.order or self.key

    @cached_property
    def _readers(self) -> tuple[Callable[[Any], list[Any]], ...]:
        return tuple(reader_of(columns_of(part)) for part in self.parts)

    def row(self, *records: Any) -> tuple[Any, ...]:
        """Return the values of one row, in column order, from one record of each part."""
        values: list[Any] = []
        for read, record in zip(self._readers, records, strict=True):
            values += read(record)
        return tuple(values)
