"""Whole documents of any text: no reader raises, and every line is claimed exactly once."""

from __future__ import annotations

from functools import lru_cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.page import Page
from tests.golden.files import case_folders, read_pages
from tests.transform.pages import page
from tests.work import count_calls
from transform.cable import Cable
from transform.parse import parse_document

LONGEST_PAGE = 40


@lru_cache
def printed_lines() -> tuple[str, ...]:
    """Return lines of every layout: all those of the golden set, each once."""
    pages = (one for folder in case_folders() for one in read_pages(folder))
    found = (" ".join(word.text for word in line.words) for one in pages for line in one.lines)
    return tuple(dict.fromkeys(found))


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A printed line with characters lost, doubled and replaced."""
    text = list(draw(st.sampled_from(printed_lines())))
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(text)))
        text[place : place + draw(st.integers(0, 3))] = draw(st.text(max_size=2))
    return "".join(text)


LINES = st.deferred(
    lambda: st.sampled_from(printed_lines()) | damaged() | st.text(max_size=60) | st.just("")
)
SHEETS = st.lists(st.lists(LINES, max_size=LONGEST_PAGE), max_size=4)


def typed(sheets: list[list[str]]) -> list[Page]:
    return [page("\n".join(lines), number) for number, lines in enumerate(sheets, 1)]


@given(sheets=SHEETS, head=LINES, foot=LINES)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_line_is_claimed_once_whatever_it_says(sheets, head, foot):
    pages = [
        page("\n".join(lines), number, head=head, foot=foot)
        for number, lines in enumerate(sheets, 1)
    ]
    read = parse_document(pages)
    assert [(one.page_no, one.line_no) for one in read.line_layers] == [
        (line.page_no, line.line_no) for one in pages for line in one.lines
    ]
    for cable in read.cables:
        assert isinstance(cable, Cable)
        assert cable.page_first <= cable.page_last
        assert all(one.page_first <= one.page_last for one in cable.paragraphs)


@pytest.mark.slow
@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_release_whose_pages_are_shuffled_and_mixed_is_still_read(data):
    folders = data.draw(st.lists(st.sampled_from(case_folders()), min_size=1, max_size=3))
    pages = data.draw(st.permutations([one for folder in folders for one in read_pages(folder)]))
    texts = [[" ".join(word.text for word in line.words) for line in one.lines] for one in pages]
    again = typed(texts)
    read = parse_document(again)
    assert len(read.line_layers) == sum(len(one.lines) for one in again)


@pytest.mark.slow
def test_work_grows_with_the_pages_and_no_faster():
    lines = printed_lines()
    sheets = [list(lines[n : n + LONGEST_PAGE]) for n in range(0, len(lines), LONGEST_PAGE)]
    few = typed((sheets * 8)[:50])
    many = typed((sheets * 8)[:50] * 4)
    assert count_calls(lambda: parse_document(many)) < 4 * count_calls(lambda: parse_document(few))
