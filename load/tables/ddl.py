"""The schema as SQL: tables and comments from the record types, views from their files."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from itertools import takewhile

from load.tables.columns import Column
from load.tables.records import TABLE_BY_NAME, TABLES
from load.tables.table import Table

MART = "mart"
"""The schema of the views about cables."""
OPS = "ops"
"""The schema of the views about runs."""
VIEW_SCHEMAS = (MART, OPS)
FINGERPRINT = "schema_fingerprint"
"""The row of `warehouse_info` that says which tables a file has: `schema_fingerprint()`."""
STORED = "stored"
"""The schema of tables behind views that are too slow to compute when they are asked."""


def quoted(text: str) -> str:
    """Return an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def _column_line(column: Column) -> str:
    return f"    {column.name} {column.sql_type}" + ("" if column.is_nullable else " NOT NULL")


def create_table(table: Table, schema: str = "main") -> str:
    """Return the `CREATE TABLE` statement of a table, without its comments.

    No key is declared: a key costs an index as large as the table, and the rows are written once,
    in order of the key, by one writer; `load.making.merge` refuses a repeated key instead.
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
    """A view, or a table macro, of a schema of views."""

    schema: str
    name: str
    doc: str
    sql: str
    """The `CREATE OR REPLACE` statement."""
    column_docs: Mapping[str, str] = field(default_factory=dict)
    like: tuple[str, ...] = ()
    """Tables whose columns mean the same here under the same name, the first that has it."""

    @property
    def full_name(self) -> str:
        """Its name with its schema."""
        return f"{self.schema}.{self.name}"

    @property
    def stored(self) -> str | None:
        """The statement that makes the table it reads, or None: it is computed when asked."""
        found = _STORED.search(self.sql)
        return found[0] if found else None

    @property
    def is_macro(self) -> bool:
        """Whether it takes arguments."""
        return "CREATE OR REPLACE MACRO" in self.sql

    def column_doc(self, name: str) -> str:
        """Return what a column of the view means; empty when its file does not say."""
        inherited = (
            column.doc
            for table in self.like
            for column in TABLE_BY_NAME[table].columns
            if column.name == name
        )
        return self.column_docs.get(name) or next(inherited, "")


_STORED = re.compile(rf"^CREATE OR REPLACE TABLE {STORED}\..*?;$", re.MULTILINE | re.DOTALL)
_CREATED = re.compile(r"^CREATE OR REPLACE (?:VIEW|MACRO) (\w+)\.", re.MULTILINE)
_COLUMN_DOC = re.compile(r"^(\w+): (.+)$")
_LIKE = "columns as in "


def _read_view(name: str, text: str) -> View:
    """Read a view's file: what it answers, and below an empty comment line what its columns mean.

    `-- columns as in cables, documents` stands for the columns those tables have; a line indented
    further goes on.
    """
    lines = [
        line.removeprefix("--").removeprefix(" ").rstrip()
        for line in takewhile(lambda line: line.startswith("--"), text.splitlines())
    ]
    if not lines:
        raise ValueError(f"load/sql/views/{name}.sql must begin with a comment: what it answers")
    end = lines.index("") if "" in lines else len(lines)
    described = "\n".join(lines[end + 1 :]).replace("\n  ", " ").splitlines()
    like = [line.removeprefix(_LIKE) for line in described if line.startswith(_LIKE)]
    columns = [match for line in described if (match := _COLUMN_DOC.match(line))]
    if len(like) + len(columns) != len(described):
        raise ValueError(f"load/sql/views/{name}.sql: below the empty line stand column: meaning")
    created = _CREATED.search(text)
    return View(
        schema=created[1] if created else MART,
        name=name,
        doc=" ".join(lines[:end]),
        sql=text,
        column_docs={match[1]: match[2] for match in columns},
        like=tuple(table for line in like for table in line.split(", ")),
    )


@cache
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
    return [view.sql, f"COMMENT ON {kind} {view.full_name} IS {quoted(view.doc)};"]


def column_statements(view: View, names: Sequence[str]) -> list[str]:
    """Return the `COMMENT ON` statements of a view's columns, once it is there to name them."""
    return [
        f"COMMENT ON COLUMN {view.full_name}.{name} IS {quoted(view.column_doc(name))};"
        for name in names
    ]


def schema_sql() -> str:
    """Return the whole schema as text: what `load/sql/schema.sql` holds."""
    parts = [
        "-- Generated from load/tables/records.py and transform/cable.py; do not edit.",
        "-- `make generated` writes it anew.",
        f"-- Fingerprint {schema_fingerprint()}.",
    ]
    for table in TABLES:
        parts.append(create_table(table))
        parts.append("\n".join(comments(table)))
    return "\n\n".join(parts) + "\n"
