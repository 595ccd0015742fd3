"""How fast the parser is, and whether its work grows with the pages and not faster.

`python -m tests.golden speed [PAGES]` parses the golden cables over and over, in one process, from
pages that are read already; reading them from the store is timed beside it.
"""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import cycle

from extract.page import Page
from extract.store.page_record import page_of, record_of
from tests.golden.files import case_folders, read_pages
from transform.parse import parse_document


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """CPU seconds for so many pages."""

    pages: int
    seconds: float

    @property
    def pages_a_second(self) -> float:
        return self.pages / self.seconds


def golden_documents() -> list[tuple[Page, ...]]:
    """Return the pages of every golden case."""
    return [read_pages(folder) for folder in case_folders()]


def time_parsing(documents: Sequence[Sequence[Page]], pages: int) -> Speed:
    """Return what it takes to parse at least so many pages, documents in turn."""
    start, done = time.process_time(), 0
    for document in cycle(documents):
        parse_document(document)
        done += len(document)
        if done >= pages:
            break
    return Speed(pages=done, seconds=time.process_time() - start)


def time_reading(documents: Sequence[Sequence[Page]], pages: int) -> Speed:
    """Return what it takes to unpack at least so many pages as the store keeps them."""
    packed = [
        gzip.compress(json.dumps(record_of(page)).encode())
        for pages_ in documents
        for page in pages_
    ]
    start, done = time.process_time(), 0
    for one in cycle(packed):
        page_of(json.loads(gzip.decompress(one)))
        done += 1
        if done >= pages:
            break
    return Speed(pages=done, seconds=time.process_time() - start)


def as_one(documents: Sequence[Sequence[Page]], pages: int) -> tuple[Page, ...]:
    """Return a single document of so many pages, those of all documents one after another."""
    return tuple(
        replace(
            page,
            page_no=number,
            lines=tuple(replace(line, page_no=number) for line in page.lines),
        )
        for number, page in zip(range(1, pages + 1), _endlessly(documents), strict=False)
    )


def _endlessly(documents: Sequence[Sequence[Page]]) -> Iterator[Page]:
    return (page for document in cycle(documents) for page in document)


def report_speed(pages: int) -> str:
    """Return the speeds for a tenth of the pages, a third of them and all of them, as text."""
    documents = golden_documents()
    time_parsing(documents, sum(map(len, documents)))
    rows = [f"{'pages':>7} {'parsed/s':>9} {'read/s':>9} {'both/s':>9}"]
    for share in (10, 3, 1):
        parsed = time_parsing(documents, pages // share)
        read = time_reading(documents, pages // share)
        both = 1 / (1 / parsed.pages_a_second + 1 / read.pages_a_second)
        rows.append(
            f"{parsed.pages:7d} {parsed.pages_a_second:9.0f} {read.pages_a_second:9.0f} {both:9.0f}"
        )
    return "\n".join(rows)
