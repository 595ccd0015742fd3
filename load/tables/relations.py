"""Which columns lead to which table: for the picture of the schema and for the exports.

They are no constraints of the database: a foreign key doubles the time a load takes, so
`expectations/sql/orphans.sql` judges them in the finished file.
"""

from __future__ import annotations

from dataclasses import dataclass

from load.tables.records import DOCUMENT_TABLES, TABLE_BY_NAME


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """Columns of one table that name a row of another, or nothing where they are NULL."""

    table: str
    columns: tuple[str, ...]
    target: str
    target_columns: tuple[str, ...]

    @property
    def is_optional(self) -> bool:
        """Whether a row may lead nowhere."""
        declared = {column.name: column for column in TABLE_BY_NAME[self.table].columns}
        return any(declared[name].is_nullable for name in self.columns)

    @property
    def is_one_to_one(self) -> bool:
        """Whether no two rows lead to the same one."""
        return set(TABLE_BY_NAME[self.table].key) == set(self.columns)


def _to_owner(table: str, column: str, owner: str) -> Relation:
    return Relation(
        table=table, columns=(column,), target=owner, target_columns=TABLE_BY_NAME[owner].key
    )


def _to_parent(table: str, *, by: str, owner: str, place: str) -> Relation:
    """Return the relation to a numbered part of a cable or document: a page, a paragraph."""
    return Relation(
        table=table,
        columns=(by, place),
        target=owner,
        target_columns=TABLE_BY_NAME[owner].key,
    )


_OWNERS = {"document_id": "documents", "cable_id": "cables"}

_BY_WAY_OF_PAGES = {("document_id", "lines"), ("document_id", "redactions")}

RELATIONS: tuple[Relation, ...] = (
    *(
        _to_owner(table.name, column, owner)
        for table in DOCUMENT_TABLES
        for column, owner in _OWNERS.items()
        if column in table.column_names
        and table.key != (column,)
        and (column, table.name) not in _BY_WAY_OF_PAGES
    ),
    _to_owner("documents", "run_id", "runs"),
    _to_owner("cables", "run_id", "runs"),
    _to_owner("check_results", "run_id", "runs"),
    _to_owner("source_files", "document_id", "documents"),
    _to_owner("source_files", "found_run_id", "runs"),
    _to_parent("lines", by="document_id", owner="pages", place="page_no"),
    _to_parent("redactions", by="document_id", owner="pages", place="page_no"),
    _to_parent("redactions", by="cable_id", owner="paragraphs", place="paragraph_position"),
    _to_parent("reference_mentions", by="cable_id", owner="paragraphs", place="paragraph_position"),
    _to_parent(
        "reference_mentions", by="cable_id", owner="cable_references", place="reference_position"
    ),
    _to_owner("cable_references", "target_cable_id", "cables"),
    _to_owner("reference_mentions", "target_cable_id", "cables"),
    _to_owner("cable_copies", "cable_id", "cables"),
    _to_owner("cable_copies", "identity_id", "cables"),
    _to_owner("disclosures", "withheld_cable_id", "cables"),
    _to_parent("disclosures", by="shown_cable_id", owner="paragraphs", place="shown_position"),
    _to_owner("post_names", "post", "posts"),
)
"""All of them. `near_texts` leads to cables or documents by its `kind`; `cables.post` to `posts` by
way of `post_names`, where the printed name is known there."""
