"""The golden set, parsed and scored as `cablehouse score` does it, in a warehouse in memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

import duckdb

from expectations.score import ScoreReport, score
from extract.page import Page
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
    loads = (load_of(f"{folder.name}.pdf", read_pages(folder)) for folder in folders)
    return score_loads(loads, [folder / name for folder in folders for name in (TRUTH, LINES)])


def score_loads(loads: Iterable[DocumentLoad], truths: Sequence[Path]) -> ScoreReport:
    """Compare documents with truth files."""
    with duckdb.connect() as connection:
        create_schema(connection)
        for load in loads:
            append(connection, content_rows(load) | stamped_rows(load, STAMP, "", {}))
        return score(truths, partial(rows_of, connection))


def load_of(file_name: str, pages: tuple[Page, ...]) -> DocumentLoad:
    """Parse a document's pages."""
    return DocumentLoad(
        facts=DocumentFacts(
            document_id=pages[0].document_id,
            file_name=file_name,
            source_uri=file_name,
            byte_count=BigInt(0),
            page_count=len(pages),
        ),
        parser_version="golden",
        pages=pages,
        parsed=parse_document(pages),
    )
