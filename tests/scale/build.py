"""Builds an invented warehouse by the way every load goes: staged, merged, judged, published."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from expectations.gate import judge_warehouse
from expectations.results import CheckResult
from load.connection import Limits
from load.tables.records import Run
from load.warehouse import building
from tests.scale.plan import Plan, Size
from tests.scale.rows import Block, stamp_of
from tests.scale.steps import timed_steps
from tests.scale.words import Words

BLOCK = 20_000
"""Cables made and staged at a time: some 600 MB, in rows enough for DuckDB to write in parallel."""
LIMITS = Limits(threads=2, memory="4GB")


@dataclass(kw_only=True)
class Built:
    """What a load took, by stage in seconds, and what the gate said."""

    seconds: dict[str, float] = field(default_factory=dict)
    steps: dict[str, float] = field(default_factory=dict)
    """What the steps of finishing took."""
    results: tuple[CheckResult, ...] = ()
    peak_memory: int = 0
    """Most memory this process ever had, in bytes."""

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Add the time of what is done to a stage."""
        start = time.perf_counter()
        yield
        self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - start


def build(
    path: Path,
    size: Size,
    first: int,
    last: int,
    *,
    number: int = 1,
    is_judged: bool = True,
    progress: Callable[[str], None] = lambda _: None,
) -> Built:
    """Load the cables of a plan from `first` to `last`, `last` left out, into a warehouse.

    Args:
        path: The warehouse; need not exist.
        size: The plan.
        first: The first cable.
        last: The one after the last.
        number: Which load this is, from 1.
        is_judged: Whether the gate is asked before it is published.
        progress: Called with each stage that begins.
    """
    built = Built()
    progress("inventing the plan")
    plan, words = Plan(size), Words(size.seed, size.sentences)
    stamp = stamp_of(number)
    with built.timed("open"):
        context = building(path, limits=LIMITS)
        opened = context.__enter__()
    try:
        for start in range(first, last, BLOCK):
            progress(f"cables from {start:,}")
            with built.timed("invent"):
                tables = Block(plan, words, start, min(start + BLOCK, last)).tables(stamp)
            with built.timed("stage"):
                opened.load_tables(tables)
            del tables
        progress("finishing")
        with built.timed("finish"), timed_steps(built.steps):
            opened.finish()
        if is_judged:
            progress("judging")
            with built.timed("judge"):
                built.results = judge_warehouse(opened.query)
        opened.add_run(
            Run(
                run_id=stamp.run_id,
                started_at=stamp.at,
                finished_at=stamp.at + timedelta(hours=1),
                outcome="published",
                source="tests.scale",
                documents_seen=last - first,
                documents_loaded=last - first,
                code_version="invented",
            )
        )
        progress("publishing")
        with built.timed("publish"):
            opened.publish()
    finally:
        context.__exit__(None, None, None)
    built.peak_memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return built
