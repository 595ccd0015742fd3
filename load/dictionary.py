"""The data dictionary as Markdown: the comments of a database, as a client reads them.

`python -m load.dictionary` rewrites the three generated files, `load/sql/schema.sql`,
`docs/data-dictionary.md` and the picture `docs/schema.md`; a test fails when one is stale.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from load.connection import rows_of
from load.diagram import schema_picture
from load.making.schema import create_all
from load.tables.ddl import VIEW_SCHEMAS, schema_sql
from load.tables.records import TABLES

_ROOT = Path(__file__).resolve().parent.parent
SCHEMA_FILE = _ROOT / "load" / "sql" / "schema.sql"
DICTIONARY_FILE = _ROOT / "docs" / "data-dictionary.md"
PICTURE_FILE = _ROOT / "docs" / "schema.md"

_INTRODUCTION = """\
# Data dictionary

Generated from the comments in the database, which come from `load/tables/records.py`,
`transform/cable.py` and `load/sql/views/`; do not edit. To read them in a warehouse:
`SELECT table_name, column_name, comment FROM duckdb_columns()`.

Instants are `TIMESTAMP` in UTC. What is absent is NULL, or an empty list. Boxes are in points
(1/72 inch) from the top left of the page. Confidences and shares run from 0 to 1.
"""

_COLUMNS = """
SELECT column_name, data_type, is_nullable, coalesce(comment, '') AS comment
FROM duckdb_columns()
WHERE database_name = current_database() AND schema_name = ? AND table_name = ?
ORDER BY column_index
"""
_TABLES = """
SELECT table_name, comment FROM duckdb_tables()
WHERE database_name = current_database() AND schema_name = 'main'
"""
_VIEWS = """
SELECT view_name AS name, '' AS arguments, comment FROM duckdb_views()
WHERE database_name = current_database() AND schema_name = $schema
UNION ALL
SELECT function_name, '(' || array_to_string(parameters, ', ') || ')', comment
FROM duckdb_functions()
WHERE database_name = current_database() AND schema_name = $schema
ORDER BY name
"""


def data_dictionary(connection: duckdb.DuckDBPyConnection) -> str:
    """Return the dictionary of all tables and views of a warehouse.

    Args:
        connection: A connection to it.
    """
    found = {row["table_name"]: row["comment"] for row in rows_of(connection, _TABLES)}
    sections = [_INTRODUCTION, "## Tables\n"]
    sections += [
        _table_section(connection, table.name, found[table.name])
        for table in TABLES
        if table.name in found
    ]
    sections.append("## Views\n")
    sections += [
        _view_section(connection, schema, view)
        for schema in VIEW_SCHEMAS
        for view in rows_of(connection, _VIEWS, {"schema": schema})
    ]
    return "\n".join(sections)


def _table_section(connection: duckdb.DuckDBPyConnection, name: str, comment: str) -> str:
    lines = [f"### {name}", "", comment, ""]
    lines += ["| column | type | may be NULL | meaning |", "|---|---|---|---|"]
    for column in rows_of(connection, _COLUMNS, ("main", name)):
        null = "yes" if column["is_nullable"] else ""
        lines.append(f"| {_named(column)} | {null} | {_meaning(column)} |")
    return "\n".join([*lines, ""])


def _view_section(connection: duckdb.DuckDBPyConnection, schema: str, view: dict[str, Any]) -> str:
    lines = [f"### {schema}.{view['name']}{view['arguments']}", "", view["comment"], ""]
    columns = rows_of(connection, _COLUMNS, (schema, view["name"]))
    if columns:
        lines += ["| column | type | meaning |", "|---|---|---|"]
        lines += [f"| {_named(column)} | {_meaning(column)} |" for column in columns]
        lines.append("")
    return "\n".join(lines)


def _named(column: dict[str, Any]) -> str:
    return f"`{column['column_name']}` | {column['data_type']}"


def _meaning(column: dict[str, Any]) -> str:
    return str(column["comment"]).replace("|", "\\|")


def empty_warehouse() -> duckdb.DuckDBPyConnection:
    """Return a warehouse in memory with every table and view, and no rows."""
    connection = duckdb.connect()
    create_all(connection)
    return connection


def main() -> None:
    """Rewrite the generated files."""
    SCHEMA_FILE.write_text(schema_sql(), encoding="utf-8")
    PICTURE_FILE.write_text(schema_picture(), encoding="utf-8")
    with empty_warehouse() as connection:
        DICTIONARY_FILE.write_text(data_dictionary(connection), encoding="utf-8")


if __name__ == "__main__":
    main()
