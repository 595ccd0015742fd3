"""A small warehouse that meets every check, in memory, with the tables `load` makes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb

from load.making.schema import create_schema, store_views
from load.tables.records import TABLES

DOCUMENT = "a" * 64
OTHER_DOCUMENT = "b" * 64
MEMO = "c" * 64
CABLE = f"{DOCUMENT[:16]}-01"
OTHER_CABLE = f"{OTHER_DOCUMENT[:16]}-01"

DEFAULTS = {
    "VARCHAR": "x",
    "INTEGER": 0,
    "BIGINT": 0,
    "DOUBLE": 0.0,
    "BOOLEAN": False,
    "TIMESTAMP": "2026-01-01 00:00:00",
    "JSON": "{}",
    "VARCHAR[]": [],
    "INTEGER[]": [],
}
"""What stands in a column that may not be NULL and that a test does not care about."""


class Warehouse:
    """Tables in memory; call it with a SELECT."""

    def __init__(self) -> None:
        self.connection = duckdb.connect()
        create_schema(self.connection)
        self._is_stored = False
        """Whether the stored views say what the tables do."""

    def __call__(
        self, sql: str, parameters: Sequence[object] = (), /
    ) -> list[Mapping[str, object]]:
        if not self._is_stored and "mart." in sql:
            for is_ranked in (False, True):
                store_views(self.connection, is_ranked=is_ranked)
            self._is_stored = True
        result = self.connection.execute(sql, list(parameters))
        names = [column[0] for column in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def add(self, table_name: str, **values: object) -> None:
        """Insert one row; columns not named are NULL, or a default where that is forbidden."""
        table = next(table for table in TABLES if table.name == table_name)
        unknown = set(values) - set(table.column_names)
        assert not unknown, f"{table_name} has no {unknown}"
        row = [
            values.get(c.name, None if c.is_nullable else DEFAULTS[c.sql_type])
            for c in table.columns
        ]
        self._is_stored = False
        marks = ", ".join("?" * len(row))
        self.connection.execute(f"insert into {table_name} values ({marks})", row)

    def run(self, sql: str) -> None:
        """Change something."""
        self._is_stored = False
        self.connection.execute(sql)


def add_cable(warehouse: Warehouse, document: str, serial: int, **values: object) -> None:
    """Add a document of two pages with one cable of two paragraphs."""
    cable = f"{document[:16]}-01"
    warehouse.add(
        "documents",
        document_id=document,
        file_name=f"{serial}.pdf",
        source_uri=f"{serial}.pdf",
        page_count=2,
        status="loaded",
        release_decision="part",
        reviewed_on="2011-07-11",
        page_banner="DECONTROLLED/UNCLASSIFIED",
    )
    warehouse.add(
        "document_sources",
        document_id=document,
        source_uri=f"{serial}.pdf",
        file_name=f"{serial}.pdf",
    )
    warehouse.add(
        "source_files",
        source="/releases",
        source_uri=f"{serial}.pdf",
        document_id=document,
        found_run_id="run-1",
    )
    for page_no in (1, 2):
        warehouse.add(
            "pages",
            document_id=document,
            page_no=page_no,
            width=612,
            height=792,
            text_source="ocr",
            engine="tesseract 5.3.0",
            mean_confidence=0.9,
            line_count=2,
        )
        for line_no in (1, 2):
            warehouse.add(
                "lines",
                document_id=document,
                page_no=page_no,
                line_no=line_no,
                text="DECONTROLLED/UNCLASSIFIED" if line_no == 1 else "BODY",
                layer="release" if line_no == 1 else "body",
                x0=72,
                top=line_no * 20,
                x1=300,
                bottom=line_no * 20 + 10,
                confidence=0.9,
            )
    columns: dict[str, object] = {
        "cable_id": cable,
        "document_id": document,
        "cable_no": 1,
        "page_first": 1,
        "page_last": 2,
        "mrn": f"11 TESTVILLE {serial}",
        "year": 2011,
        "post": "TESTVILLE",
        "serial": serial,
        "dtg": "2011-01-31 22:43:00",
        "dtg_raw": "312243Z JAN 11",
        "originator": "AMEMBASSY TESTVILLE",
        "classification": "CONFIDENTIAL",
        "executive_order": "13526",
        "tags": ["PGOV"],
        "subject": "A TEST",
        "distribution_total": 1,
        "distribution_letter": "W",
        "filed_raw": "312248Z",
        "section_count": 1,
        "sections_present": [1],
        "format": "telegram",
        "layout": "message_centre",
        "body": "1. (C) A. 2. (U) B.",
        "paragraph_count": 2,
        "redaction_count": 1,
        "confidence": 0.9,
        "defect_count": 1,
    }
    warehouse.add("cables", **columns | values)
    warehouse.add(
        "cable_copies",
        cable_id=cable,
        identity_id=cable,
        mrn=columns["mrn"],
        year=2011,
        post="TESTVILLE",
        serial=serial,
    )
    for field in ("mrn", "originator", "classification", "executive_order", "subject"):
        warehouse.add(
            "readings",
            cable_id=cable,
            field=field,
            block="telegram",
            raw=str(columns[field]),
            value=str((columns | values)[field]),
            is_chosen=True,
            confidence=0.9,
            page_no=1,
            x0=72,
            top=40,
            x1=300,
            bottom=50,
        )
    warehouse.add(
        "addressees",
        cable_id=cable,
        position=1,
        role="action",
        plain_language_address="SECSTATE WASHDC",
    )
    warehouse.add("distribution", cable_id=cable, position=1, role="action", office="ZZZ", copies=1)
    warehouse.add("cable_tags", cable_id=cable, position=1, tag="PGOV", kind="subject")
    warehouse.add(
        "cable_references",
        cable_id=cable,
        position=1,
        label="A",
        kind="cable",
        mrn="10 ELSEWHERE 7",
        year=2010,
        post="ELSEWHERE",
        serial=7,
        raw="10 ELSEWHERE 7",
    )
    for number, marking in ((1, "C"), (2, "U")):
        warehouse.add(
            "paragraphs",
            cable_id=cable,
            position=number,
            number=number,
            portion_marking=marking,
            text=f"Paragraph {number} says [REDACTED B1] nothing of note.",
            page_first=number,
            page_last=number,
        )
    warehouse.add(
        "reference_mentions",
        cable_id=cable,
        position=1,
        paragraph_position=1,
        kind="item",
        raw="ref A",
        label="A",
        reference_position=1,
    )
    warehouse.add(
        "redactions",
        document_id=document,
        cable_id=cable,
        page_no=1,
        x0=100,
        top=100,
        x1=200,
        bottom=110,
        extent="words",
        exemptions=["B1"],
        paragraph_position=1,
    )
    warehouse.add(
        "defects",
        document_id=document,
        cable_id=cable,
        code="tags.unknown",
        severity="info",
        message="m",
    )


def whole_warehouse() -> Warehouse:
    """Return two cables and a memo, all as they should be."""
    warehouse = Warehouse()
    add_cable(warehouse, DOCUMENT, 392)
    add_cable(warehouse, OTHER_DOCUMENT, 393)
    warehouse.add(
        "documents",
        document_id=MEMO,
        file_name="memo.pdf",
        source_uri="memo.pdf",
        page_count=1,
        status="no_cable",
    )
    warehouse.add("pages", document_id=MEMO, page_no=1, width=612, height=792, text_source="none")
    warehouse.add("runs", run_id="run-1", outcome="published", documents_seen=3, documents_loaded=3)
    return warehouse
