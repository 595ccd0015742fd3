"""Worker processes that crash, and what it costs."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from flows.errors import WorkerCrashed
from flows.pool import WorkerPool

ITEMS = 6


def crash_on_three(number: int) -> int:
    """Stand for a fault in a native library that one page brings about."""
    if number == 3:
        os._exit(9)
    return number


def crash_once(number: int, seen: Path) -> int:
    """Stand for a process that was killed for want of memory, and would not be again."""
    if number == 3 and not seen.exists():
        seen.touch()
        os._exit(9)
    time.sleep(0.01)
    return number


def test_a_crash_costs_the_item_that_caused_it():
    with WorkerPool(2) as pool:
        futures = {number: pool.submit(crash_on_three, number) for number in range(ITEMS)}
        survived = []
        for number, future in futures.items():
            try:
                survived.append(pool.result(future, crash_on_three, number))
            except WorkerCrashed as error:
                assert number == 3
                assert "--workers 1" in str(error)
    assert survived == [0, 1, 2, 4, 5]


def test_a_crash_that_does_not_come_back_costs_nothing(tmp_path):
    seen = tmp_path / "seen"
    with WorkerPool(2) as pool:
        futures = [pool.submit(crash_once, number, seen) for number in range(ITEMS)]
        numbers = [
            pool.result(future, crash_once, number, seen) for number, future in enumerate(futures)
        ]
        assert numbers == list(range(ITEMS))
        assert pool.submit(crash_once, 7, seen).result() == 7, "the pool goes on after a crash"


def test_an_error_of_the_work_is_raised_as_it_is():
    with WorkerPool(1) as pool:
        future = pool.submit(divmod, 1, 0)
        with pytest.raises(ZeroDivisionError):
            pool.result(future, divmod, 1, 0)
