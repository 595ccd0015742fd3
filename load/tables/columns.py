"""From a record type to columns: name, SQL type, Arrow type, comment, and how to read the value.

A column is declared once, as an attribute with `Annotated[type, "doc"]`. Attributes without a doc
are not columns, except a `box`, which becomes four. Nothing here knows which tables exist.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from enum import StrEnum
from operator import attrgetter
from typing import Annotated, Any, NewType, Union, get_args, get_origin, get_type_hints

import pyarrow as pa

from extract.page import Box

Convert = Callable[[Any], Any]

Json = NewType("Json", str)
"""Text that holds a JSON value; a column of type JSON."""
BigInt = NewType("BigInt", int)
"""A whole number that may pass 2**31: byte counts."""

BOX_DIGITS = 2
"""Boxes are stored to a hundredth of a point (0.0035 mm): finer than any scan (0.1 pt at 720 dpi),
and coarse enough that the last bits of a machine's arithmetic do not change a row."""
SHARE_DIGITS = 6
"""Confidences, shares and angles are stored to a millionth, for the same reason."""

_BOX_DOCS = {
    "x0": "Left edge in points from the left of the page.",
    "top": "Upper edge in points from the top of the page.",
    "x1": "Right edge in points from the left of the page.",
    "bottom": "Lower edge in points from the top of the page.",
}

_SQL_TYPES: dict[Any, tuple[str, pa.DataType]] = {
    str: ("VARCHAR", pa.string()),
    int: ("INTEGER", pa.int32()),
    BigInt: ("BIGINT", pa.int64()),
    float: ("DOUBLE", pa.float64()),
    bool: ("BOOLEAN", pa.bool_()),
    date: ("DATE", pa.date32()),
    datetime: ("TIMESTAMP", pa.timestamp("us")),
    Json: ("JSON", pa.string()),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table: `convert` makes the value to store of the record's `attribute`."""

    name: str
    sql_type: str
    arrow_type: pa.DataType
    doc: str
    is_nullable: bool
    attribute: str
    convert: Convert | None
    """None where the attribute is stored as it is."""


def _text(value: StrEnum | None) -> str | None:
    return None if value is None else value.value


def _listed(value: tuple[Any, ...]) -> list[Any]:
    return list(value)


def _utc(value: datetime | None) -> datetime | None:
    """A DTG is Zulu time: an instant with a zone is moved to UTC, one without is UTC already."""
    if value is None or value.tzinfo is None:
        return value
    return value.astimezone(UTC).replace(tzinfo=None)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(float(value), SHARE_DIGITS)


_CONVERSIONS: dict[Any, Convert] = {datetime: _utc, float: _rounded}


def _without_none(annotation: Any) -> tuple[Any, bool]:
    """Return the type without `| None`, and whether None was allowed."""
    if get_origin(annotation) in (Union, types.UnionType):
        kinds = [kind for kind in get_args(annotation) if kind is not types.NoneType]
        return kinds[0], len(kinds) < len(get_args(annotation))
    return annotation, False


def _stored_as(kind: Any) -> tuple[str, pa.DataType, Convert | None]:
    """Return SQL type, Arrow type and conversion of a Python type.

    Raises:
        TypeError: The type has no column type; give it one here.
    """
    if get_origin(kind) is tuple:
        sql_type, arrow_type, _ = _stored_as(get_args(kind)[0])
        return f"{sql_type}[]", pa.list_(arrow_type), _listed
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return "VARCHAR", pa.string(), _text
    if kind not in _SQL_TYPES:
        raise TypeError(f"{kind!r} has no column type; add it to load.tables.columns")
    sql_type, arrow_type = _SQL_TYPES[kind]
    return sql_type, arrow_type, _CONVERSIONS.get(kind)


def _edge(name: str) -> Convert:
    def edge(box: Box | None) -> float | None:
        return None if box is None else round(getattr(box, name), BOX_DIGITS)

    return edge


def _box_columns(is_nullable: bool) -> tuple[Column, ...]:
    return tuple(
        Column(
            name=edge,
            sql_type="DOUBLE",
            arrow_type=pa.float64(),
            doc=doc,
            is_nullable=is_nullable,
            attribute="box",
            convert=_edge(edge),
        )
        for edge, doc in _BOX_DOCS.items()
    )


def columns_of(record_type: type[Any]) -> tuple[Column, ...]:
    """Return the columns a dataclass declares, in the order of its attributes.

    Args:
        record_type: A dataclass. Its `Annotated[type, "doc"]` attributes and its `box` are columns;
            all others (nested records, spans) are not.
    """
    hints = get_type_hints(record_type, include_extras=True)
    columns: list[Column] = []
    for attribute in fields(record_type):
        annotation = hints[attribute.name]
        if attribute.name == "box":
            columns.extend(_box_columns(_without_none(annotation)[1]))
        if get_origin(annotation) is not Annotated:
            continue
        declared, doc = get_args(annotation)[:2]
        kind, is_nullable = _without_none(declared)
        sql_type, arrow_type, convert = _stored_as(kind)
        columns.append(
            Column(
                name=attribute.name,
                sql_type=sql_type,
                arrow_type=arrow_type,
                doc=doc,
                is_nullable=is_nullable,
                attribute=attribute.name,
                convert=convert,
            )
        )
    return tuple(columns)


def reader_of(columns: Sequence[Column]) -> Callable[[Any], list[Any]]:
    """Return a function that takes a record and returns the values of these columns.

    Built once per table: a warehouse has some fifty lines a page.
    """
    get = attrgetter(*(column.attribute for column in columns))
    conversions = [(i, c.convert) for i, c in enumerate(columns) if c.convert is not None]
    is_single = len(columns) == 1

    def read(record: Any) -> list[Any]:
        values = [get(record)] if is_single else list(get(record))
        for index, convert in conversions:
            values[index] = convert(values[index])
        return values

    return read
