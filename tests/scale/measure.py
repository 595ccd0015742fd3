"""What asking a warehouse costs: every view, searches, and the queries of a cable's page."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from load.connection import Limits, connect
from load.tables.ddl import MART, views

VIEW_TARGET, SEARCH_TARGET, PAGE_TARGET = 2.0, 1.0, 0.2
"""Seconds that are asked for."""
TIMES = 3
"""How often each question is asked; the middle time counts."""
PAGES = 20
"""How many cables' pages are asked for."""

Connection = duckdb.DuckDBPyConnection

DASHBOARD = {
    "best_copy": "FROM mart.best_copy WHERE mrn = $mrn",
    "cables_by_month": "SELECT month, classification, sum(cables) FROM mart.cables_by_month "
    "WHERE post = $post GROUP BY ALL ORDER BY ALL",
    "cited_not_held": "FROM mart.cited_not_held ORDER BY citations DESC LIMIT 50",
    "distinct_cables": "SELECT cable_id, mrn, subject FROM mart.distinct_cables "
    "WHERE post = $post AND year = $year ORDER BY dtg LIMIT 50",
    "field_completeness": "FROM mart.field_completeness WHERE field = 'subject' ORDER BY year",
    "near_duplicates": "FROM mart.near_duplicates WHERE id = $cable OR other_id = $cable",
    "needs_review": "FROM mart.needs_review WHERE severity = 'error' LIMIT 100",
    "quality_by_run": "FROM mart.quality_by_run",
    "ranked_copies": "FROM mart.ranked_copies WHERE cable_id = $cable",
    "redaction_reasons": "SELECT authority, meaning, count(*) FROM mart.redaction_reasons "
    "GROUP BY ALL ORDER BY ALL",
    "redaction_share": "FROM mart.redaction_share WHERE post = $post ORDER BY year",
    "reference_graph": "FROM mart.reference_graph WHERE target_cable_id = $cable",
    "release_diff": "FROM mart.release_diff WHERE mrn = $mrn",
    "release_lag": "FROM mart.release_lag",
    "same_cables": "FROM mart.same_cables WHERE cable_id = $cable OR other_cable_id = $cable",
    "search_texts": "FROM mart.search_texts WHERE cable_id = $cable",
    "shown_elsewhere": "FROM mart.shown_elsewhere WHERE withheld_cable_id = $cable",
    "source_history": "FROM mart.source_history WHERE outcome <> 'there' "
    "ORDER BY gone_at DESC LIMIT 50",
    "tag_months": "SELECT tag, sum(cables) FROM mart.tag_months "
    "WHERE year(month) = $year GROUP BY tag ORDER BY 2 DESC LIMIT 20",
    "unknown_entries": "FROM mart.unknown_entries WHERE vocabulary = 'posts'",
    "whole_cables": "FROM mart.whole_cables WHERE mrn = $mrn",
}
"""What a dashboard or a notebook asks of each view."""

SEARCHES = {
    "a rare word": "{rare}",
    "a common word": "embassy",
    "three common words": "government police election",
    "six words, one of them rare": "embassy trade security meeting agreement {rare}",
    "a phrase of common words": '"government police"',
    "a phrase and a word": '"election visa" border',
    "a word that stands nowhere": "zzyzzx",
}

PAGE_BY_MRN = "FROM cables WHERE mrn = $mrn"
PAGE_COPIES = (
    "FROM mart.ranked_copies WHERE identity_id = "
    "(SELECT identity_id FROM mart.ranked_copies WHERE cable_id = $cable)"
)
PAGE = (
    "FROM cables WHERE cable_id = $cable",
    "FROM documents WHERE document_id = $document",
    *(
        f"FROM {table} WHERE cable_id = $cable ORDER BY position"
        for table in (
            "readings",
            "addressees",
            "distribution",
            "cable_tags",
            "cable_references",
            "reference_mentions",
            "paragraphs",
        )
    ),
    "SELECT cable_id, position FROM cable_references WHERE target_cable_id = $cable",
    "FROM mart.reference_graph WHERE source_cable_id = $cable",
    "FROM mart.reference_graph WHERE target_cable_id = $cable",
    PAGE_COPIES,
    "FROM redactions WHERE document_id = $document ORDER BY position",
    "FROM defects WHERE document_id = $document ORDER BY position",
    "FROM pages WHERE document_id = $document ORDER BY page_no",
    "FROM lines WHERE document_id = $document ORDER BY page_no, line_no",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A time in seconds, and the most it should be; infinite where memory does not do."""

    name: str
    seconds: float
    cpu: float
    """Seconds of all cores: what it takes at most on a machine that does nothing else."""
    target: float
    rows: int

    @property
    def is_met(self) -> bool:
        """Whether it is no more than asked."""
        return self.seconds <= self.target


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """All figures of a warehouse."""

    size: int
    counts: dict[str, int]
    counted: tuple[Figure, ...]
    whole: tuple[Figure, ...]
    asked: tuple[Figure, ...]
    searches: tuple[Figure, ...]
    pages: tuple[Figure, ...]


def measure(path: Path, limits: Limits, progress: Callable[[str], None]) -> Measured:
    """Ask a published warehouse everything, within limits."""
    with connect(path, read_only=True, limits=limits) as connection:
        known = _known(connection)
        held = [view for view in views() if view.schema == MART and not view.is_macro]
        names = {view.name: view.full_name for view in held}
        counted, whole, asked = [], [], []
        for name, view in names.items():
            progress(f"view {view}")
            counted.append(_timed(connection, name, f"SELECT count(*) FROM {view}"))
            # All columns of all rows; the rows are not brought into Python.
            whole.append(
                _timed(connection, name, f"SELECT count(*), max(hash(v)) FROM {view} AS v")
            )
            asked.append(_timed(connection, name, DASHBOARD[name], known))
        searches = []
        for name, words in SEARCHES.items():
            progress(f"search: {name}")
            given = {"words": words.format(rare=known["rare"])}
            sql = f"SELECT * FROM {MART}.search($words) LIMIT 20"
            searches.append(_timed(connection, name, sql, given, SEARCH_TARGET))
        progress("pages of cables")
        return Measured(
            size=path.stat().st_size,
            counts={
                table: _value(connection, f"SELECT count(*) FROM {table}")
                for table in (
                    "cables",
                    "paragraphs",
                    "documents",
                    "pages",
                    "lines",
                    "readings",
                    "cable_references",
                    "search_postings",
                    "search_words",
                )
            },
            counted=tuple(counted),
            whole=tuple(whole),
            asked=tuple(asked),
            searches=tuple(searches),
            pages=_pages(connection),
        )


def _known(connection: Connection) -> dict[str, Any]:
    """Return a cable, a post and a word to ask for: always the same ones of a warehouse."""
    row = connection.execute(
        "SELECT cable_id, mrn, post, year FROM cables WHERE mrn IS NOT NULL "
        "AND cable_id >= '8' ORDER BY cable_id LIMIT 1"
    ).fetchone()
    assert row is not None
    rare = _value(
        connection,
        "SELECT word FROM search_words WHERE regexp_matches(word, '[a-z][0-9]{3}$') "
        "ORDER BY word LIMIT 1",
    )
    return dict(zip(("cable", "mrn", "post", "year", "rare"), [*row, rare], strict=True))


def _timed(
    connection: Connection,
    name: str,
    sql: str,
    parameters: dict[str, Any] | None = None,
    target: float = VIEW_TARGET,
) -> Figure:
    given = {key: value for key, value in (parameters or {}).items() if f"${key}" in sql}
    taken = []
    for _ in range(TIMES):
        start, cpu = time.perf_counter(), time.process_time()
        try:
            rows = connection.execute(sql, given).fetchall()
        except duckdb.OutOfMemoryException:
            return Figure(name=name, seconds=math.inf, cpu=math.inf, target=target, rows=0)
        taken.append((time.perf_counter() - start, time.process_time() - cpu))
    seconds, cpu = sorted(taken)[TIMES // 2]
    return Figure(name=name, seconds=seconds, cpu=cpu, target=target, rows=len(rows))


def _pages(connection: Connection) -> tuple[Figure, ...]:
    """Return the times of all queries of a page together: the middle one and the longest."""
    found = connection.execute(
        "SELECT cable_id, document_id, mrn FROM cables WHERE mrn IS NOT NULL "
        f"USING SAMPLE reservoir({PAGES} ROWS) REPEATABLE (7)"
    ).fetchall()
    totals, by_mrn = [], []
    slowest = dict.fromkeys(PAGE, (0.0, 0.0))
    for cable, document, mrn in found:
        by_mrn.append(_once(connection, PAGE_BY_MRN, {"mrn": mrn}))
        taken = []
        for sql in PAGE:
            given = {"cable": cable} if "$cable" in sql else {"document": document}
            taken.append(_once(connection, sql, given))
            slowest[sql] = max(slowest[sql], taken[-1])
        totals.append((sum(wall for wall, _ in taken), sum(cpu for _, cpu in taken)))
    middle = len(found) // 2
    figures = [
        ("all queries of a page, the middle of the pages", sorted(totals)[middle]),
        ("all queries of a page, the slowest page", max(totals)),
        ("the cable by its MRN instead of its id", sorted(by_mrn)[middle]),
    ]
    worst: Sequence[str] = sorted(slowest, key=lambda sql: slowest[sql], reverse=True)[:3]
    figures += [(f"slowest single query: `{sql}`", slowest[sql]) for sql in worst]
    return tuple(
        Figure(name=name, seconds=wall, cpu=cpu, target=PAGE_TARGET, rows=len(found))
        for name, (wall, cpu) in figures
    )


def _once(connection: Connection, sql: str, given: dict[str, Any]) -> tuple[float, float]:
    start, cpu = time.perf_counter(), time.process_time()
    connection.execute(sql, given).fetchall()
    return time.perf_counter() - start, time.process_time() - cpu


def _value(connection: Connection, sql: str) -> Any:
    row = connection.execute(sql).fetchone()
    return None if row is None else row[0]
