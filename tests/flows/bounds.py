"""Bounds for the calls of tests: wide enough for anything, or just too narrow."""

from __future__ import annotations

from flows.errors import WorkerTimedOut
from flows.workers.bounds import Bounds, Budget


def within(
    seconds: float = 60.0,
    *,
    memory_bytes: int = 1 << 30,
    answer_bytes: int = 1 << 20,
    budget_s: float = 600.0,
) -> Bounds:
    """What a call of a test may take."""
    return Bounds(
        seconds=seconds,
        memory_bytes=memory_bytes,
        answer_bytes=answer_bytes,
        too_late=WorkerTimedOut,
        advice="look at the PDF",
        budget=Budget(budget_s),
    )


FREELY = within()
