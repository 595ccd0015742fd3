"""Verdicts on several batches become one."""

from __future__ import annotations

import json

import pytest

from expectations.results import (
    BatchVerdict,
    CheckResult,
    CheckSeverity,
    Verdict,
    join_verdicts,
)


def result(name: str, unexpected: int = 0, **changed: object) -> CheckResult:
    detail = {"why": "w", "rows": [{"cable_id": f"{name}{n}"} for n in range(unexpected)]}
    raised = changed.get("raised")
    return CheckResult(
        suite="cables",
        expectation=name,
        severity=CheckSeverity.FATAL if raised else CheckSeverity.WARNING,
        success=not unexpected and not raised,
        evaluated_count=10,
        unexpected_count=unexpected,
        detail=json.dumps(detail | ({"raised": raised} if raised else {})),
    )


def test_counts_are_added_and_rows_shown():
    joined = join_verdicts(
        BatchVerdict(results=(result("one", n), result("two"))) for n in (3, 0, 30)
    )

    one, two = joined.results
    assert (one.evaluated_count, one.unexpected_count, one.success) == (30, 33, False)
    assert len(json.loads(one.detail)["rows"]) == 20
    assert (two.evaluated_count, two.unexpected_count, two.success) == (30, 0, True)


@pytest.mark.parametrize("raised_first", [True, False])
def test_a_check_that_raised_once_stays_fatal(raised_first: bool):
    batches = [
        BatchVerdict(results=(result("one", raised="boom"),)),
        BatchVerdict(results=(result("one"),)),
    ]

    (stopped,) = join_verdicts(batches if raised_first else reversed(batches)).fatal

    assert json.loads(stopped.detail)["raised"] == "boom"


def test_the_same_reason_sends_a_cable_once():
    one = Verdict(document_id="d", cable_id="c", code="x", message="first")
    same = Verdict(document_id="d", cable_id="c", code="x", message="second")
    other = Verdict(document_id="d", cable_id=None, code="x", message="the document")

    joined = join_verdicts(
        [BatchVerdict(quarantined=(one,)), BatchVerdict(quarantined=(same, other))]
    )

    assert joined.quarantined == (one, other)
