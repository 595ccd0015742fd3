"""What the gate takes on a large warehouse, check by check."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from expectations.gate import all_checks
from expectations.results import CheckResult
from load.connection import Limits, connect, rows_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What each check took, in seconds, dearest first, and which failed."""

    seconds: dict[str, float]
    failed: tuple[CheckResult, ...]


def judge(path: Path, limits: Limits, progress: Callable[[str], None]) -> Judged:
    """Ask a published warehouse what the gate asks before it is published."""
    taken: dict[str, float] = {}
    failed = []
    with connect(path, read_only=True, limits=limits) as connection:
        query = partial(rows_of, connection)
        for name, run in all_checks():
            progress(f"judging: {name}")
            start = time.perf_counter()
            result = run(query)
            taken[name] = time.perf_counter() - start
            if not result.success:
                failed.append(result)
    dearest = sorted(taken, key=lambda name: -taken[name])
    return Judged(seconds={name: taken[name] for name in dearest}, failed=tuple(failed))
