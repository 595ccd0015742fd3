"""What the judges of this package say: results of checks, and who goes to quarantine.

Standard library only, so that the rest of the pipeline can name these types for nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

SHOWN_ROWS = 20
"""Failing rows kept in `CheckResult.detail`: enough to see a pattern. Quarantine names them all."""


class CheckSeverity(StrEnum):
    """What follows when a check fails."""

    INFO = "info"
    """Worth knowing; recorded."""
    WARNING = "warning"
    """A value somebody may trip over; recorded."""
    ERROR = "error"
    """An analyst would be misled: the cable or document goes to quarantine, flagged. Only for
    what is judged before it is loaded."""
    FATAL = "fatal"
    """The warehouse contradicts itself: nothing is published, the old one stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """One row of `check_results`, but for the run it belongs to."""

    suite: Annotated[str, "Table, or the kind of check: sql, bounds."]
    expectation: Annotated[str, "Name of the expectation in its suite."]
    severity: Annotated[CheckSeverity, "info, warning, error or fatal."]
    success: Annotated[bool, "Whether nothing unexpected was found."]
    evaluated_count: Annotated[int, "Rows the expectation was asked of."]
    unexpected_count: Annotated[int, "Rows that did not meet it."]
    detail: Annotated[str, "JSON: why it is asked, what was expected, the first rows that failed."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A cable, or a whole document when `cable_id` is None, that is to be kept apart."""

    document_id: str
    cable_id: str | None
    code: Annotated[str, "<suite>.<expectation>, for `quarantine.code`."]
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchVerdict:
    """All results of one judging, and what they send to quarantine, each id and code once."""

    results: tuple[CheckResult, ...] = ()
    quarantined: tuple[Verdict, ...] = ()

    @property
    def fatal(self) -> tuple[CheckResult, ...]:
        """The failed results that stop a run."""
        return tuple(r for r in self.results if not r.success and r.severity is CheckSeverity.FATAL)


def join_verdicts(verdicts: Iterable[BatchVerdict]) -> BatchVerdict:
    """Return one verdict for several batches: each expectation once, each quarantine once.

    Counts are added, the worst severity stands (an expectation that raised is fatal), and the first
    failing rows are shown, whichever batch they come from.
    """
    results: dict[tuple[str, str], CheckResult] = {}
    quarantined: list[Verdict] = []
    for verdict in verdicts:
        quarantined.extend(verdict.quarantined)
        for result in verdict.results:
            key = (result.suite, result.expectation)
            results[key] = _added(results[key], result) if key in results else result
    return BatchVerdict(results=tuple(results.values()), quarantined=distinct(quarantined))


def _added(first: CheckResult, second: CheckResult) -> CheckResult:
    """Return one result for two batches of the same expectation."""
    one, two = json.loads(first.detail), json.loads(second.detail)
    rows = [*one.get("rows", []), *two.get("rows", [])][:SHOWN_ROWS]
    return CheckResult(
        suite=first.suite,
        expectation=first.expectation,
        severity=max(first.severity, second.severity, key=list(CheckSeverity).index),
        success=first.success and second.success,
        evaluated_count=first.evaluated_count + second.evaluated_count,
        unexpected_count=first.unexpected_count + second.unexpected_count,
        detail=json.dumps(two | one | {"rows": rows}, ensure_ascii=False),
    )


def distinct(verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """Return the verdicts with each (document, cable, code) once, the first message kept."""
    held: dict[tuple[str, str | None, str], Verdict] = {}
    for verdict in verdicts:
        held.setdefault((verdict.document_id, verdict.cable_id, verdict.code), verdict)
    return tuple(held.values())
