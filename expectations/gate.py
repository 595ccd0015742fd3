"""Is the finished warehouse fit to publish? Runs every SQL check and every bound, and says so.

Nothing here stops anything by itself: `judge_warehouse` gives all results, so that they can be
stored whatever they are, and `stop_if_fatal` raises when one of them forbids to publish.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import ClassVar

from expectations.bounds import load_bounds, run_bound
from expectations.checks import load_checks, run_check
from expectations.query import Query
from expectations.results import CheckResult, CheckSeverity
from extract.errors import PipelineError

ROWS_IN_MESSAGE = 3
"""Rows an error message shows of each check: enough to look one up."""


class GateFailed(PipelineError):
    """A fatal check failed: the new warehouse must not be published, the old one stands.

    Attributes:
        failed: The results that stopped it.
    """

    code: ClassVar[str] = "gate.failed"

    def __init__(self, failed: tuple[CheckResult, ...]) -> None:
        """Say which checks failed, why they are asked, and show the first rows."""
        self.failed = failed
        super().__init__(
            "the warehouse contradicts itself and was not published; the one published before "
            "stands. What was read is kept: once the cause is mended, run the same command again. "
            "Report it with these lines.\n" + "\n".join(_shown(result) for result in failed)
        )


def judge_warehouse(query: Query) -> tuple[CheckResult, ...]:
    """Run every SQL check and every bound on a finished warehouse, and return one result of each.

    Args:
        query: Runs one SELECT on it; what it raises goes through, for a check that cannot run has
            judged nothing.
    """
    return tuple(run(query) for _, run in all_checks())


def all_checks() -> Iterator[tuple[str, Callable[[Query], CheckResult]]]:
    """Yield every SQL check and every bound: its name, and what runs it."""
    for check in load_checks():
        yield check.name, partial(run_check, check)
    for bound in load_bounds():
        yield bound.name, partial(run_bound, bound)


def stop_if_fatal(results: Iterable[CheckResult]) -> None:
    """Raise if a fatal check failed.

    Raises:
        GateFailed: with every fatal check that failed.
    """
    failed = tuple(r for r in results if not r.success and r.severity is CheckSeverity.FATAL)
    if failed:
        raise GateFailed(failed)


def _shown(result: CheckResult) -> str:
    """Return a failed result as lines of an error message."""
    detail = json.loads(result.detail)
    title = detail.get("title") or detail["why"]
    rows = f"{result.unexpected_count} of {result.evaluated_count} rows"
    lines = [f"- {result.suite}.{result.expectation}: {rows}: {title}"]
    if "raised" in detail:
        lines.append(f"    the check itself failed: {detail['raised']}")
    if "value" in detail:
        lines.append(f"    {detail['value']}, expected {detail['low']} to {detail['high']}")
    lines += [f"    {row}" for row in detail.get("rows", [])[:ROWS_IN_MESSAGE]]
    return "\n".join(lines)
