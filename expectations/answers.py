"""What Great Expectations answers, as results and verdicts. Reads its answers; does not import it.

An answer holds the failing rows, or what the expectation raised: then it has judged nothing, and
counts as a fatal failure, never as good or bad data.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from expectations.results import (
    SHOWN_ROWS,
    BatchVerdict,
    CheckResult,
    CheckSeverity,
    Verdict,
    distinct,
)
from expectations.rules import Rule, Suite

if TYPE_CHECKING:
    import pandas as pd


def documents_of_cables(cables: pd.DataFrame | None) -> Mapping[str, str]:
    """Return the document of each cable."""
    if cables is None:
        return {}
    return dict(zip(cables["cable_id"], cables["document_id"], strict=True))


def judge(
    table: str, rule: Rule, answer: Any, row_count: int, documents: Mapping[str, str]
) -> BatchVerdict:
    """Turn GX's answer to one rule into a result, and into verdicts when it is an error."""
    raised = _raised(answer.exception_info)
    found = answer.result
    rows: list[dict[str, Any]] = found.get("unexpected_index_list") or []
    result = CheckResult(
        suite=table,
        expectation=rule.name,
        severity=CheckSeverity.FATAL if raised else rule.severity,
        success=bool(answer.success) and not raised,
        evaluated_count=int(found.get("element_count", row_count)),
        unexpected_count=int(found.get("unexpected_count", not answer.success)),
        detail=_detail(rule, rows, raised),
    )
    if rule.severity is not CheckSeverity.ERROR:
        return BatchVerdict(results=(result,))
    return BatchVerdict(
        results=(result,),
        quarantined=distinct(_verdict(table, rule, row, documents) for row in rows),
    )


def judge_no_rows(table: str, suite: Suite) -> BatchVerdict:
    """Return what GX would say of a table without rows: only that it should have some can fail."""
    return BatchVerdict(
        results=tuple(
            CheckResult(
                suite=table,
                expectation=rule.name,
                severity=rule.severity,
                success=rule.expect != "not_empty",
                evaluated_count=0,
                unexpected_count=int(rule.expect == "not_empty"),
                detail=_detail(rule, ()),
            )
            for rule in suite.expectations
        )
    )


def _detail(rule: Rule, rows: Sequence[Mapping[str, Any]], raised: str | None = None) -> str:
    """Return what `CheckResult.detail` holds: the rule, and the first rows that failed it."""
    detail = {
        "expect": rule.expect,
        "column": rule.column or list(rule.columns),
        "why": rule.why,
        "rows": rows[:SHOWN_ROWS],
    } | ({"raised": raised} if raised else {})
    return json.dumps(detail, default=str, ensure_ascii=False)


def _raised(exception_info: Mapping[str, Any]) -> str | None:
    """Return the message of what a check raised, or None.

    GX gives one flat record when nothing was raised, and a record per metric when something was.
    """
    records = [exception_info] if "raised_exception" in exception_info else exception_info.values()
    messages = [str(r["exception_message"]) for r in records if r["raised_exception"]]
    return messages[0] if messages else None


def _verdict(
    table: str, rule: Rule, row: Mapping[str, Any], documents: Mapping[str, str]
) -> Verdict:
    """Return who goes to quarantine for one failing row."""
    cable_id = _text(row.get("cable_id"))
    document_id = _text(row.get("document_id"))
    if document_id is None:
        document_id = documents[str(cable_id)]
    named: Sequence[str] = rule.columns or (() if rule.column is None else (rule.column,))
    read = ", ".join(f"{column} {_shown(row.get(column))}" for column in named)
    return Verdict(
        document_id=document_id,
        cable_id=cable_id,
        code=f"{table}.{rule.name}",
        message=f"{read}: {rule.why}",
    )


def _shown(value: object) -> str:
    """Return a value for a message; pandas gives NaN or NaT for one that is absent."""
    return "is missing" if str(value) in {"None", "NaT", "nan", "<NA>"} else f"= {value!r}"


def _text(value: object) -> str | None:
    """Return an id as text; pandas gives NaN for one that is absent."""
    return value if isinstance(value, str) else None
