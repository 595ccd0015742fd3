"""The picture of the schema: which table leads to which, as Mermaid, which GitHub draws.

Drawn in four parts, for all tables in one picture cannot be read, and with the columns
that tie tables together; `docs/data-dictionary.md` has all columns.
"""

from __future__ import annotations

from collections.abc import Iterator

from load.tables.records import TABLE_BY_NAME
from load.tables.relations import RELATIONS, Relation
from load.tables.table import Table

PARTS: dict[str, tuple[str, ...]] = {
    "From the file to the cable": (
        "documents",
        "document_sources",
        "pages",
        "lines",
        "redactions",
        "defects",
        "quarantine",
        "cables",
        "runs",
        "check_results",
        "source_files",
    ),
    "What a cable says": (
        "cables",
        "addressees",
        "distribution",
        "cable_tags",
        "cable_references",
        "reference_mentions",
        "paragraphs",
        "redactions",
        "readings",
    ),
    "Copies of one cable": ("cables", "cable_copies", "near_texts", "disclosures", "paragraphs"),
}
"""What is drawn together; all other tables are drawn under `REST`."""

REST = "Vocabularies, and the file itself"

_INTRODUCTION = """\
# How the tables hang together

Generated from `load/tables/records.py` and `load/tables/relations.py` by `make generated`; do not
edit. Drawn are the columns of keys (PK) and those that lead to another table (FK); a ring at a
line's end means that there may be none. [data-dictionary.md](data-dictionary.md) has every column
and the views.

The warehouse declares no constraints: they double the time a load takes. Every run judges these
lines in the finished file (`expectations/sql/orphans.sql`) before it is published.

`cables.post` and `cable_references.post` are names as printed: they lead to `posts` by way of
`post_names.name`, where the name is known there. `distribution.office`, `cable_tags.tag` and the
entries of `redactions.exemptions` lead to the vocabularies in the same way.
"""


def schema_picture() -> str:
    """Return the page with the pictures."""
    sections = [_INTRODUCTION]
    for title, names in _parts().items():
        lines = [f"## {title}", "", "```mermaid", "erDiagram", *_drawn(names), "```", ""]
        sections.append("\n".join(lines))
    return "\n".join(sections)


def _parts() -> dict[str, tuple[str, ...]]:
    placed = {name for names in PARTS.values() for name in names}
    return PARTS | {REST: tuple(name for name in TABLE_BY_NAME if name not in placed)}


def _drawn(names: tuple[str, ...]) -> Iterator[str]:
    for relation in RELATIONS:
        if relation.table in names and relation.target in names:
            yield f"    {_line(relation)}"
    for name in names:
        yield f"    {name} {{"
        yield from (f"        {column}" for column in _tying_columns(TABLE_BY_NAME[name]))
        yield "    }"


def _line(relation: Relation) -> str:
    one = "|o" if relation.is_optional else "||"
    many = "o|" if relation.is_one_to_one else "o{"
    return f'{relation.target} {one}--{many} {relation.table} : "{", ".join(relation.columns)}"'


def _tying_columns(table: Table) -> Iterator[str]:
    leading = {
        column
        for relation in RELATIONS
        if relation.table == table.name
        for column in relation.columns
    }
    for column in table.columns:
        marks = [
            mark
            for mark, names in (("PK", set(table.key)), ("FK", leading))
            if column.name in names
        ]
        if marks:
            yield f"{column.sql_type.lower()} {column.name} {', '.join(marks)}"
