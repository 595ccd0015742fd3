"""What an export holds, for programs: a Frictionless Data Package (datapackage.json).

Made from the same declarations as the tables: columns, types, comments, keys, and where they lead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from load.exports.columns import ExportFormat
from load.tables.columns import Column
from load.tables.relations import RELATIONS, Relation
from load.tables.table import Table

_TYPES = {
    "VARCHAR": "string",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "DOUBLE": "number",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "datetime",
    "JSON": "object",
}
_MEDIA_TYPES = {
    ExportFormat.PARQUET: "application/vnd.apache.parquet",
    ExportFormat.CSV: "text/csv",
    ExportFormat.JSONL: "application/jsonl",
}
_BY_YEAR = (
    "One file a year, that of the cable; the year stands in the path as cable_year, 0 where there "
    "is none, and is no column of the file."
)
_MARKED = (
    "Text that a spreadsheet would compute, and text that begins with an apostrophe, has one "
    "apostrophe before it: take it off to have the value."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A table in one format: the files that hold its rows, in order, below the package's folder."""

    table: Table
    form: ExportFormat
    paths: tuple[str, ...]
    is_spreadsheet_safe: bool

    @property
    def name(self) -> str:
        """Its name in the package: that of the file, or of the folder of files."""
        return f"{self.table.name}.{self.form}"


def data_package(written: Sequence[Resource]) -> dict[str, Any]:
    """Return the descriptor of an export.

    Args:
        written: What was written. References between tables are given within a format.
    """
    return {
        "profile": "data-package",
        "name": "cablehouse",
        "title": "Released US State Department cables",
        "description": "The tables of a cablehouse warehouse; data-dictionary.md beside this file "
        "says what each column means. Instants are UTC. What is absent is null, or an empty list.",
        "resources": [_resource(one) for one in written],
    }


def _resource(written: Resource) -> dict[str, Any]:
    table, form = written.table, written.form
    described: dict[str, Any] = {
        "name": written.name,
        "profile": "tabular-data-resource",
        "path": written.paths[0] if len(written.paths) == 1 else list(written.paths),
        "description": table.doc,
        "format": form.value,
        "mediatype": _MEDIA_TYPES[form],
        "encoding": "utf-8",
        "schema": _schema(table, form),
    }
    if any("/" in path for path in written.paths):
        described["description"] += f" {_BY_YEAR}"
    if form is ExportFormat.CSV and written.is_spreadsheet_safe:
        described["description"] += f" {_MARKED}"
    return described


def _schema(table: Table, form: ExportFormat) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column, column.name in table.key, form) for column in table.columns],
        "missingValues": [""] if form is ExportFormat.CSV else [],
        "foreignKeys": [
            {
                "fields": list(relation.columns),
                "reference": {
                    # The empty name is how a table refers to itself.
                    "resource": ""
                    if relation.target == table.name
                    else f"{relation.target}.{form}",
                    "fields": list(relation.target_columns),
                },
            }
            for relation in RELATIONS
            if relation.table == table.name and _leads_in_whole(relation)
        ],
    }
    nullable = {column.name for column in table.columns if column.is_nullable}
    if not nullable & set(table.key):
        schema["primaryKey"] = list(table.key)
    return schema


def _leads_in_whole(relation: Relation) -> bool:
    """Return whether readers can follow it: an absent half of a key they take for a wrong one."""
    return len(relation.columns) == 1 or not relation.is_optional


def _field(column: Column, is_key: bool, form: ExportFormat) -> dict[str, Any]:
    is_list = column.sql_type.endswith("[]")
    field: dict[str, Any] = {
        "name": column.name,
        "type": "array" if is_list else _TYPES[column.sql_type],
        "description": column.doc,
    }
    # CSV writes an empty text, such as that of a blank page, as it writes an absent one.
    can_look_absent = form is ExportFormat.CSV and column.sql_type == "VARCHAR" and not is_key
    if not column.is_nullable and not can_look_absent:
        field["constraints"] = {"required": True}
    return field
