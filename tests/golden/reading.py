"""The golden set, parsed and scored as `cablehouse score` does it, in a warehouse in memory."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path

import duckdb

from expectations.score import ScoreReport, score
from load.bulk import append
from load.columns import BigInt
from load.connection import rows_of
from load.records import DocumentFacts
from load.rows import DocumentLoad, Stamp, content_rows, stamped_rows
from load.schema import create_schema
from tests.golden.files import LINES, TRUTH, case_folders, read_pages
from transform.parse import parse_document

STAMP = Stamp(run_id="golden", at=datetime(2026, 1, 1))


def score_cases() -> ScoreReport:
    """Parse every case, and compare all with their truth."""
    folders = case_folders()
    with duckdb.connect() as connection:
        create_schema(connection)
        for folder in folders:
            load = _load(folder)
            append(connection, content_rows(load) | stamped_rows(load, STAMP, "", {}))
        truths = [folder / name for folder in folders for name in (TRUTH, LINES)]
        return score(truths, partial(rows_of, connection))


def _load(folder: Path) -> DocumentLoad:
    pages = read_pages(folder)
    return DocumentLoad(
        facts=DocumentFacts(
            document_id=pages[0].document_id,
            file_name=f"{folder.name}.pdf",
            source_uri=f"{folder.name}.pdf",
            byte_count=BigInt(0),
            page_count=len(pages),
        ),
        parser_version="golden",
        pages=pages,
        parsed=parse_document(pages),
    )
