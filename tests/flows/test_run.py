"""The bounded window of tasks, and one document's failures."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, cast

import pytest

from extract.errors import MissingTool, NotAPdf
from flows.runs.failures import attempt
from flows.runs.run import in_order_of_completion
from load.tables.rows import Failure


class FakeFuture:
    """A future that ends when the test says so."""

    def __init__(self, item: int) -> None:
        self.item = item
        self.callbacks: list[Callable[[Any], None]] = []

    def add_done_callback(self, callback: Callable[[Any], None]) -> None:
        self.callbacks.append(callback)

    def end(self) -> None:
        for callback in self.callbacks:
            callback(self)


def test_no_more_are_under_way_than_the_window_allows():
    begun: list[FakeFuture] = []

    def submit(item: int) -> FakeFuture:
        begun.append(FakeFuture(item))
        return begun[-1]

    ended = in_order_of_completion(cast(Any, submit), range(5), window=2)
    assert [future.item for future in begun] == [0, 1], "the first begin before anyone waits"
    begun[1].end()
    assert next(ended)[0] == 1
    begun[0].end()
    assert next(ended)[0] == 0
    assert [future.item for future in begun] == [0, 1, 2, 3][: len(begun)]
    for _ in range(3):
        for future in begun:
            if future.callbacks:
                future.end()
                future.callbacks.clear()
                break
        next(ended)
    assert next(ended, None) is None
    assert len(begun) == 5


def test_a_bad_document_is_a_failure_with_its_code():
    def call() -> None:
        raise NotAPdf("no PDF; fetch it again")

    assert attempt("a.pdf", "abc", call) == Failure(
        code="document.not_a_pdf", message="no PDF; fetch it again"
    )


def test_a_bug_costs_one_document_and_leaves_a_traceback(caplog):
    def call() -> None:
        raise KeyError("surprise")

    with caplog.at_level(logging.ERROR, logger="flows"):
        failure = attempt("a.pdf", "abc", call)
    assert isinstance(failure, Failure)
    assert failure.code == "internal"
    assert "KeyError" in failure.message and "report" in failure.message
    assert "Traceback" in caplog.text and "a.pdf" in caplog.text


def test_what_is_no_documents_fault_goes_on():
    def call() -> None:
        raise MissingTool("no tesseract")

    with pytest.raises(MissingTool):
        attempt("a.pdf", "abc", call)
