"""The parser's work grows with the pages, in many documents and in one."""

from __future__ import annotations

import time

import pytest

from tests.golden.speed import as_one, golden_documents, time_parsing
from transform.parse import parse_document

MOST_GROWTH = 6.0
"""Four times the pages take four times as long; twice as long again would be quadratic. Half way
leaves room for a busy machine."""


@pytest.mark.slow
def test_four_times_the_documents_take_about_four_times_as_long():
    documents = golden_documents()
    time_parsing(documents, 100)
    few, many = time_parsing(documents, 200), time_parsing(documents, 800)
    assert many.seconds * few.pages / many.pages < few.seconds * MOST_GROWTH / 4


@pytest.mark.slow
def test_four_times_the_pages_of_one_document_take_about_four_times_as_long():
    documents = golden_documents()
    seconds = []
    for pages in (150, 150, 600):
        document = as_one(documents, pages)
        start = time.process_time()
        parse_document(document)
        seconds.append(time.process_time() - start)
    assert seconds[2] < min(seconds[:2]) * MOST_GROWTH
