"""Which pages another engine should read too, and whose reading is then used.

Knows what a header must say, which no engine does: a page can be read surely and still give no
number. Pages that are doubtful by themselves (`Page.doubts`) go to the second engine, whose reading
of them is used: it is there because it reads such pages better. Where the header lacks what every
cable has, the reading is used in which the grammar finds more of it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from extract.page import OtherReading, Page, TextSource, mean_confidence
from transform.cable import Cable, ParsedDocument
from transform.parse import parse_document

NO_HEADER_CONFIDENCE = 0.85
"""Mean confidence of a first page up to which no header in it may mean that it was not read. Of the
1960s papers among the releases, which have none, the surest two of seven lie above it; a bad print
without one has 0.80."""

DOUBTFUL_PAGE, INCOMPLETE_HEADER = "the page is doubtful", "its header is incomplete"


def pages_to_ask(pages: Sequence[Page], parsed: ParsedDocument) -> tuple[int, ...]:
    """Return the numbers of the pages that another engine should read too.

    Args:
        pages: The pages of a document as the first engine read them.
        parsed: What was understood of them.
    """
    headers = _incomplete(pages, parsed)
    return tuple(
        page.page_no
        for page in pages
        if _has_one_reading(page) and (page.doubts or page.page_no in headers)
    )


def settle(pages: Sequence[Page], others: Mapping[int, Page]) -> tuple[Page, ...]:
    """Return the pages, each with the reading to be used; the other is kept with it.

    Args:
        pages: The pages of a document as the first engine read them.
        others: Some of them, by number, as the second did.
    """
    doubtful = {n: other for n, other in others.items() if pages[n - 1].doubts}
    rest = {n: other for n, other in others.items() if n not in doubtful}
    first = _with(pages, doubtful, DOUBTFUL_PAGE)
    if not rest:
        return first
    second = _with(first, rest, INCOMPLETE_HEADER)
    if header_agreement(parse_document(second)) > header_agreement(parse_document(first)):
        return second
    return tuple(
        dataclasses.replace(
            page,
            route_reason=f"{page.route_reason}; {INCOMPLETE_HEADER}, and no better as read by "
            f"{rest[page.page_no].engine}",
            other_reading=_reading_of(rest[page.page_no]),
        )
        if page.page_no in rest
        else page
        for page in first
    )


def header_agreement(parsed: ParsedDocument) -> int:
    """Return how much of what every header says the grammar found, over all cables."""
    return sum(len(_found(cable)) for cable in parsed.cables)


def _incomplete(pages: Sequence[Page], parsed: ParsedDocument) -> set[int]:
    """Return the pages whose header lacks something every cable has."""
    if parsed.cables:
        whole = len(_KEY_FIELDS)
        return {cable.page_first for cable in parsed.cables if len(_found(cable)) < whole}
    if not pages:
        return set()
    confidence = mean_confidence(word for line in pages[0].lines for word in line.words)
    return {1} if confidence is not None and confidence < NO_HEADER_CONFIDENCE else set()


_KEY_FIELDS = ("mrn", "dtg", "originator", "classification")
"""What every cable's header says, whatever its era."""


def _found(cable: Cable) -> list[str]:
    return [name for name in _KEY_FIELDS if getattr(cable, name) is not None]


def _has_one_reading(page: Page) -> bool:
    """Return whether a page was read by an engine, and by nothing else."""
    return page.source is TextSource.OCR and page.other_reading is None


def _with(pages: Sequence[Page], others: Mapping[int, Page], why: str) -> tuple[Page, ...]:
    """Return the pages with others in the place of some, the readings these replace kept."""
    return tuple(
        _instead_of(page, others[page.page_no], why) if page.page_no in others else page
        for page in pages
    )


def _instead_of(page: Page, other: Page, why: str) -> Page:
    return dataclasses.replace(
        other,
        route_reason=f"{page.route_reason}; {why} as read by {page.engine}, and read again",
        other_reading=_reading_of(page),
    )


def _reading_of(page: Page) -> OtherReading:
    return OtherReading(source=page.source, engine=page.engine or "", lines=page.lines)
