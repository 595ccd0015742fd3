"""What the warehouse holds of some documents, put together by document and cable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from expectations.query import Query, Row
from extract.page import Box
from transform.cable import Block

CABLE_TABLES = (
    "addressees",
    "distribution",
    "cable_tags",
    "cable_references",
    "paragraphs",
    "readings",
)

READ_WITH = {
    "year": "mrn",
    "post": "mrn",
    "serial": "mrn",
    "dtg_raw": "dtg",
    "info_precedence": "precedence",
    "declassify_on": "declassify_raw",
    "refs": "references",
    "distribution_total": "distribution",
    "distribution_letter": "distribution",
    "filed_raw": "relay_counter",
}
"""Columns that come out of the same reading as another one, when they have none of their own."""

_OF_DOCUMENTS = "document_id in (select unnest(?::varchar[]))"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldCable:
    """A cable with the rows that hang on it, by table, each in printed order."""

    row: Row
    tables: dict[str, list[Row]]
    listed: frozenset[str]
    """Fields `mart.needs_review` names."""

    @property
    def cable_id(self) -> str:
        """Its id."""
        return str(self.row["cable_id"])

    def readings(self, field: str, block: Block | None = None) -> list[Row]:
        """Return the readings of a field, in one block or in all."""
        return [
            reading
            for reading in self.tables["readings"]
            if reading["field"] == field and block in (None, reading["block"])
        ]

    def chosen(self, field: str) -> Row | None:
        """Return the reading a column came from, its own or that of the column it is read with."""
        for name in (field, READ_WITH.get(field, field)):
            for reading in self.readings(name):
                if reading["is_chosen"]:
                    return reading
        return None

    def is_listed(self, field: str) -> bool:
        """Whether somebody is told to look at a field, or at the one it is read with."""
        root = field.partition(".")[0]
        return bool({root, READ_WITH.get(root, root)} & self.listed)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldDocument:
    """A document with its cables in order."""

    row: Row
    cables: tuple[HeldCable, ...]
    listed: frozenset[str]
    """Fields of the document itself that `mart.needs_review` names."""

    @property
    def document_id(self) -> str:
        """Its id."""
        return str(self.row["document_id"])

    @property
    def file_name(self) -> str:
        """Its name."""
        return str(self.row["file_name"])

    def is_listed(self, field: str) -> bool:
        """Whether somebody is told to look at a field of the document, there or at a cable."""
        return field in self.listed or any(field in cable.listed for cable in self.cables)


def read_held(query: Query, document_ids: Sequence[str]) -> dict[str, HeldDocument]:
    """Return what the warehouse holds of some documents, by id."""
    ids = [list(document_ids)]
    listed = _read_listed(query, ids)
    cables: dict[str, list[HeldCable]] = {document_id: [] for document_id in document_ids}
    tables = _read_tables(query, ids)
    for row in query(f"select * from cables where {_OF_DOCUMENTS} order by cable_id", ids):
        cable_id = str(row["cable_id"])
        cables[str(row["document_id"])].append(
            HeldCable(
                row=row,
                tables={table: rows.get(cable_id, []) for table, rows in tables.items()},
                listed=frozenset(listed.get(cable_id, ())),
            )
        )
    return {
        str(row["document_id"]): HeldDocument(
            row=row,
            cables=tuple(cables[str(row["document_id"])]),
            listed=frozenset(listed.get(str(row["document_id"]), ())),
        )
        for row in query(f"select * from documents where {_OF_DOCUMENTS}", ids)
    }


def _read_tables(query: Query, ids: Sequence[object]) -> dict[str, dict[str, list[Row]]]:
    """Return the rows that hang on cables, by table and cable, in printed order."""
    tables: dict[str, dict[str, list[Row]]] = {}
    for table in CABLE_TABLES:
        tables[table] = {}
        for row in query(
            f"select * from {table} where cable_id in (select cable_id from cables where "
            f"{_OF_DOCUMENTS}) order by cable_id, position",
            ids,
        ):
            tables[table].setdefault(str(row["cable_id"]), []).append(row)
    return tables


def _read_listed(query: Query, ids: Sequence[object]) -> dict[str, set[str]]:
    """Return the fields `mart.needs_review` names, by cable, or by document for its own."""
    listed: dict[str, set[str]] = {}
    for row in query(
        f"select document_id, cable_id, field from mart.needs_review where {_OF_DOCUMENTS}", ids
    ):
        listed.setdefault(str(row["cable_id"] or row["document_id"]), set()).add(str(row["field"]))
    return listed


def spelled(value: object) -> str | None:
    """Return a value in one spelling: instants as ISO with Z, days as ISO, all else as text."""
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def box_of(row: Row) -> Box | None:
    """Return the box of a reading, a line or a redaction, in points, or None if it has none."""
    edges = [row.get(edge) for edge in ("x0", "top", "x1", "bottom")]
    if any(edge is None for edge in edges):
        return None
    x0, top, x1, bottom = (float(str(edge)) for edge in edges)
    return Box(x0=x0, top=top, x1=x1, bottom=bottom)
