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
    seconds = {}
    for pages in (300, 1200):
        document = as_one(documents, pages)
        taken = []
        for _ in range(2):
            start = time.process_time()
            parse_document(document)
            taken.append(time.process_time() - start)
        seconds[pages] = min(taken)
    assert seconds[1200] < seconds[300] * MOST_GROWTH
