"""The parser's work grows with the pages, in many documents and in one."""

from __future__ import annotations

import pytest

from tests.golden.speed import as_one, golden_documents
from tests.work import count_calls
from transform.parse import parse_document


@pytest.mark.slow
def test_a_document_parsed_again_is_no_more_work():
    """Nothing that the parser keeps between documents grows with them."""
    documents = golden_documents()[::4]
    first, second, third = (
        count_calls(lambda: [parse_document(document) for document in documents]) for _ in range(3)
    )
    assert second <= first
    # Some ten calls of a million come and go: what the collector of garbage meets of other tests.
    assert third == pytest.approx(second, rel=0.0001)


@pytest.mark.slow
def test_four_times_the_pages_of_one_document_are_four_times_the_work():
    documents = golden_documents()
    few, many = (as_one(documents, pages) for pages in (100, 400))
    # Less than four times was seen, 3.4: the first pages have the most headers. Were each page
    # compared with every other, it would be up to 16.
    assert count_calls(lambda: parse_document(many)) < 4 * count_calls(lambda: parse_document(few))
