"""The golden set, parsed and scored as `cablehouse score` does it, in a warehouse in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial

import duckdb

from expectations.checks import load_checks, run_check
from expectations.query import Query
from expectations.results import CheckResult
from expectations.score import ScoreReport, score
from extract.page import Page
from load.connection import rows_of
from load.making.bulk import append
from load.making.schema import create_schema, store_views
from load.tables.columns import BigInt
from load.tables.records import DocumentFacts
from load.tables.rows import DocumentLoad, Stamp, content_rows, stamped_rows
from tests.golden.files import LINES, TRUTH, case_folders, read_pages
from transform.parse import parse_document

STAMP = Stamp(run_id="golden", at=datetime(2026, 1, 1))


@contextmanager
def warehouse_of(loads: Iterable[DocumentLoad]) -> Iterator[Query]:
    """Hold documents in a warehouse in memory, to be asked."""
    with duckdb.connect() as connection:
        create_schema(connection)
        for load in loads:
            append(connection, content_rows(load) | stamped_rows(load, STAMP, "", {}))
        for is_ranked in (False, True):
            store_views(connection, is_ranked=is_ranked)
        yield partial(rows_of, connection)


@contextmanager
def golden_warehouse() -> Iterator[Query]:
    """Parse every case and hold them all."""
    folders = case_folders()
    with warehouse_of(load_of(f"{one.name}.pdf", read_pages(one)) for one in folders) as query:
        yield query


def score_golden(query: Query) -> ScoreReport:
    """Compare all cases with their truth."""
    return score([folder / name for folder in case_folders() for name in (TRUTH, LINES)], query)


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


def noise_in_paragraphs(query: Query) -> CheckResult:
    """Ask whether a banner, a stamp or a page header stands in any paragraph."""
    (check,) = (one for one in load_checks() if one.name == "noise_in_paragraph")
    return run_check(check, query)
