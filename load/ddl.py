"""The schema as SQL: tables and comments from the record types, views from their files."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import resources

from load.columns import Column
from load.records import TABLES
from load.table import Table

MART = "mart"
"""The schema of the views."""


def quoted(text: str) -> str:
    """Return an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def _column_line(column: Column) -> str:
    return f"    {column.name} {column.sql_type}" + ("" if column.is_nullable else " NOT NULL")


def create_table(table: Table, schema: str = "main") -> str:
    """Return the `CREATE TABLE` statement of a table, without its comments.

    No key is declared: a key costs an index as large as the table, and the rows are written once,
    in order of the key, by one writer; `load.merge` refuses a repeated key instead.
    """
    lines = ",\n".join(_column_line(column) for column in table.columns)
    return f"CREATE TABLE {schema}.{table.name} (\n{lines}\n);"


def comments(table: Table) -> list[str]:
    """Return the `COMMENT ON` statements of a table and its columns."""
    key = ", ".join(table.key)
    statements = [f"COMMENT ON TABLE {table.name} IS {quoted(f'{table.doc} Key: {key}.')};"]
    statements += [
        f"COMMENT ON COLUMN {table.name}.{column.name} IS {quoted(column.doc)};"
        for column in table.columns
    ]
    return statements


def schema_fingerprint() -> str:
    """Return a short hash of all tables and columns, comments left out.

    A file with the same fingerprint can be added to; with another it is rebuilt. Comments and views
    are written anew by every build, so a change of words costs no rebuild.
    """
    statements = "\n".join(create_table(table) for table in TABLES)
    return hashlib.sha256(statements.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A view, or a table macro, of the schema `mart`."""

    name: str
    doc: str
    sql: str
    """The `CREATE OR REPLACE` statement."""

    @property
    def is_macro(self) -> bool:
        """Whether it takes arguments."""
        return "CREATE OR REPLACE MACRO" in self.sql


def _read_view(name: str, text: str) -> View:
    comment_lines = []
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        comment_lines.append(line.removeprefix("--").strip())
    if not comment_lines:
        raise ValueError(f"load/sql/views/{name}.sql must begin with a comment: what it answers")
    return View(name=name, doc=" ".join(comment_lines), sql=text)


def views() -> tuple[View, ...]:
    """Return the views of `load/sql/views` in the order of their file names.

    A file is called `<number>_<view>.sql`; the number puts a view after those it reads.

    Raises:
        ValueError: A file does not begin with a comment that says what it answers.
    """
    folder = resources.files("load") / "sql" / "views"
    files = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".sql")),
        key=lambda entry: entry.name,
    )
    return tuple(
        _read_view(entry.name.removesuffix(".sql").partition("_")[2], entry.read_text("utf-8"))
        for entry in files
    )


def view_statements(view: View) -> list[str]:
    """Return the statements that create a view with its comment."""
    kind = "MACRO TABLE" if view.is_macro else "VIEW"
    return [view.sql, f"COMMENT ON {kind} {MART}.{view.name} IS {quoted(view.doc)};"]


def schema_sql() -> str:
    """Return the whole schema as text: what `load/sql/schema.sql` holds."""
    parts = [
        "-- Generated from load/records.py and transform/cable.py by `make schema`. Do not edit.",
        f"-- Fingerprint {schema_fingerprint()}.",
    ]
    for table in TABLES:
        parts.append(create_table(table))
        parts.append("\n".join(comments(table)))
    return "\n\n".join(parts) + "\n"
