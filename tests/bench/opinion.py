"""A second opinion, worked out from what both engines made of every page.

What a run does with `second_engine` set: the pages left in doubt are read by it too, the others are
not. Both engines have read every page here, so the pages are chosen and settled as a run does, and
each costs what was spent on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from extract.store.page_record import record_of
from tests.bench.measures import Record, by_way, pages_of
from tests.bench.prints import PrintFile
from tests.bench.ways import OURS
from transform.parse import parse_document
from transform.second_opinion import pages_to_ask, settle

SECOND = f"{OURS}:rapidocr"

OPINION = f"{OURS}:+rapidocr"
"""The name of the way: the default engine, and RapidOCR where it leaves doubt."""


def second_opinions(prints: Sequence[PrintFile], records: Iterable[Record]) -> Iterator[Record]:
    """Yield records of the pages as settled; none where one of the engines has read none.

    Args:
        prints: The documents.
        records: What every way made of their pages.
    """
    ways = by_way(records)
    firsts, seconds = ways.get(OURS, {}), ways.get(SECOND, {})
    for one in prints:
        document = str(one.path)
        if document in firsts and document in seconds:
            yield from _settled(one, firsts[document], seconds[document])


def _settled(one: PrintFile, first: Sequence[Record], second: Sequence[Record]) -> Iterator[Record]:
    pages = pages_of(one, first)
    asked = set(pages_to_ask(pages, parse_document(pages)))
    others = {page.page_no: page for page in pages_of(one, second) if page.page_no in asked}
    records = [{record["page_no"]: record for record in x} for x in (first, second)]
    for page in settle(pages, others):
        spent = [held[page.page_no] for held in (records if page.page_no in asked else records[:1])]
        yield {
            "way": OPINION,
            "document": str(one.path),
            "page_no": page.page_no,
            "cpu": sum(record["cpu"] for record in spent),
            "wall": sum(record["wall"] for record in spent),
            "lines": [line.text for line in page.lines],
            "page": record_of(page),
            "peak": None,
        }
