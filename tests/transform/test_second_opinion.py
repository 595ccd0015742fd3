"""Which pages a second engine reads too, and whose reading is used."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extract.page import Doubt, OtherReading, Page, TextSource
from tests.transform.pages import page
from transform.parse import parse_document
from transform.second_opinion import header_agreement, pages_to_ask, settle

HEADER = "R 312243Z JAN 11\nFM AMEMBASSY LIMA\nTO SECSTATE WASHDC 5627\n"
WHOLE = HEADER + "\nUNCLAS LIMA 000392\n\nSUBJECT: A BRIDGE\n\n1. THE BRIDGE IS OPEN.\n"
TORN = HEADER + "\nUNC*.S L1/A ~~\n\nSUBJECT: A BRIDGE\n\n1. THE BRIDGE IS OPEN.\n"
MEMO = "MEMORANDUM\n\nTHE BRIDGE IS OPEN.\n"


def read(text: str, page_no: int = 1, *, sureness: float = 0.95, engine: str = "first") -> Page:
    return replace(page(text, page_no, confidence=sureness), engine=engine)


DOUBTFUL = replace(read(MEMO, 2), doubts=(Doubt.INK_UNREAD,))
LAYER = OtherReading(source=TextSource.EMBEDDED, engine="layer", lines=())


def asked(*pages: Page) -> tuple[int, ...]:
    return pages_to_ask(pages, parse_document(pages))


def text_of(one: Page | OtherReading | None) -> list[str]:
    return [] if one is None else [line.text for line in one.lines]


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        pytest.param([read(WHOLE)], (), id="a-whole-header"),
        pytest.param([read(TORN)], (1,), id="no-control-line"),
        pytest.param([read(WHOLE), DOUBTFUL], (2,), id="doubtful"),
        pytest.param([read(MEMO, sureness=0.95)], (), id="surely-no-cable"),
        pytest.param([read(MEMO, sureness=0.8), read(MEMO, 2)], (1,), id="perhaps-one"),
        pytest.param([replace(read(TORN), source=TextSource.EMBEDDED)], (), id="a-text-layer"),
        pytest.param([replace(read(TORN), other_reading=LAYER)], (), id="compared-already"),
    ],
)  # fmt: skip
def test_pages_in_doubt_are_read_by_another_engine(pages, expected):
    assert asked(*pages) == expected


def test_agreement_counts_what_every_header_says():
    assert header_agreement(parse_document([read(WHOLE)])) == 4
    assert header_agreement(parse_document([read(TORN)])) < 4
    assert header_agreement(parse_document([read(MEMO)])) == 0


def test_of_a_doubtful_page_the_second_reading_is_used_and_the_first_kept():
    first = replace(read(MEMO), doubts=(Doubt.LOW_CONFIDENCE,))
    second = read(WHOLE, engine="second")
    (settled,) = settle([first], {1: second})
    assert (settled.engine, text_of(settled)) == ("second", text_of(second))
    assert settled.other_reading is not None
    assert (settled.other_reading.engine, text_of(settled.other_reading)) == (
        "first",
        text_of(first),
    )
    assert "the page is doubtful as read by first, and read again" in settled.route_reason


@pytest.mark.parametrize(
    ("again", "used", "reason"),
    [
        pytest.param(WHOLE, "second", "its header is incomplete as read by first", id="whole"),
        pytest.param(TORN, "first", "no better as read by second", id="as-torn"),
        pytest.param(MEMO, "first", "no better as read by second", id="worse"),
    ],
)
def test_of_a_torn_header_the_reading_is_used_in_which_more_is_found(again, used, reason):
    (settled,) = settle([read(TORN)], {1: read(again, engine="second")})
    assert settled.engine == used
    assert reason in settled.route_reason
    assert settled.other_reading is not None
    assert {settled.engine, settled.other_reading.engine} == {"first", "second"}


def test_without_a_second_reading_pages_stay_as_they_are():
    pages = (read(TORN),)
    assert settle(pages, {}) == pages
