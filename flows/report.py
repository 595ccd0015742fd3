"""Results as tables on the terminal, or as JSON for machines. Standard output only."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from expectations.results import CheckResult
from expectations.score import Change, ScoreReport, render, render_change
from flows.doctor import Finding
from flows.settings import ENV_PREFIX, Settings
from flows.summary import SHOWN_FAILURES, RunSummary, checks_in_words, failed_checks
from load.quarantine import KeptOut
from load.review import Doubt

PIPE_WIDTH = 1000
"""Columns at which a row is folded where there is no terminal."""


def show_summary(summary: RunSummary, *, as_json: bool) -> None:
    """Print what a run came to, and each document it had to leave out."""
    if as_json:
        _print_json(summary.as_json())
        return
    _print(_table(("", "this run"), summary.rows()))
    if summary.left_out:
        left_out = [(item.file_name, item.code, item.message) for item in summary.left_out]
        _print(_table(("left out", "code", "why, and what to do"), left_out[:SHOWN_FAILURES]))
        if len(left_out) > SHOWN_FAILURES:
            print(f"and {len(left_out) - SHOWN_FAILURES} more: cablehouse quarantine list")
    elsewhere = summary.patches.elsewhere
    if elsewhere:
        rows = [(str(line), document, field) for line, document, field in elsewhere]
        _print(_table(("line", "correction of no document here", "field"), rows[:SHOWN_FAILURES]))
    failed = failed_checks(summary.checks)
    if failed:
        _print(_check_table(failed))


def show_checks(results: Sequence[CheckResult], *, as_json: bool) -> None:
    """Print the results of the checks: counts, and each that failed."""
    if as_json:
        _print_json([asdict(result) | {"detail": json.loads(result.detail)} for result in results])
        return
    print(f"checks: {checks_in_words(results)}")
    failed = failed_checks(results)
    if failed:
        _print(_check_table(failed))


def show_score(report: ScoreReport, change: Change | None, *, as_json: bool) -> None:
    """Print a score, and what it has gained and lost against an earlier one."""
    if as_json:
        values = asdict(report) | ({} if change is None else {"change": asdict(change)})
        print(json.dumps(values, indent=1, default=str))
        return
    print(render(report))
    if change is not None:
        print(render_change(change))


def show_quarantine(rows: Sequence[KeptOut], *, as_json: bool) -> None:
    """Print what is in quarantine."""
    if as_json:
        _print_json([asdict(row) for row in rows])
        return
    if not rows:
        print("nothing is in quarantine")
        return
    table = [
        (row.source_uri, row.mrn or "", row.code, row.message, str(row.attempts)) for row in rows
    ]
    _print(_table(("file", "cable", "code", "why, and what to do", "tried"), table))


def show_doubts(found: Sequence[Doubt], *, as_json: bool) -> None:
    """Print the values a person should look at."""
    if as_json:
        _print_json([asdict(doubt) for doubt in found])
        return
    if not found:
        print("nothing is doubtful")
        return
    rows = [
        (d.file_name, str(d.page_no), _box(d), d.field, d.raw or "", d.value or "", d.message)
        for d in found
    ]
    _print(_table(("file", "page", "box", "field", "printed", "read", "why"), rows))


def _box(doubt: Doubt) -> str:
    """Return a box in whole points, as a person looks for it on a page."""
    edges = (doubt.x0, doubt.top, doubt.x1, doubt.bottom)
    return " ".join(f"{edge:.0f}" for edge in edges if edge is not None)


def show_rows(rows: Sequence[Mapping[str, Any]], *, as_json: bool) -> None:
    """Print the rows of a query."""
    if as_json:
        _print_json([dict(row) for row in rows])
        return
    names = tuple(rows[0]) if rows else ("no row",)
    _print(_table(names, [tuple(_shown(value) for value in row.values()) for row in rows]))


def show_findings(findings: Sequence[Finding]) -> None:
    """Print what the doctor found."""
    rows = [(_verdict(finding), finding.name, finding.found) for finding in findings]
    _print(_table(("", "needed", "found"), rows))


def _verdict(finding: Finding) -> str:
    if finding.is_fine:
        return "ok"
    return "not here" if finding.is_optional else "MISSING"


def show_settings(settings: Settings) -> None:
    """Print every setting with its variable, its value and what it means."""
    rows = [
        (f"{ENV_PREFIX}{name.upper()}", str(getattr(settings, name)), field.description or "")
        for name, field in Settings.model_fields.items()
    ]
    _print(_table(("variable", "value here", "meaning"), rows))


def _check_table(failed: Iterable[CheckResult]) -> Table:
    rows = [
        (
            r.severity.value,
            f"{r.suite}.{r.expectation}",
            f"{r.unexpected_count}/{r.evaluated_count}",
            _why(r),
        )
        for r in failed
    ]
    return _table(("failed checks", "name", "rows", "why it is asked"), rows)


def _why(result: CheckResult) -> str:
    detail = json.loads(result.detail)
    return str(detail.get("raised") or detail.get("title") or detail.get("why") or "")


def _table(names: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    table = Table(box=SIMPLE, show_edge=False, pad_edge=False)
    for name in names:
        table.add_column(name, overflow="fold")
    for row in rows:
        # As plain text: brackets in a file name or a cable are no markup.
        table.add_row(*(Text(value) for value in row))
    return table


def _print(table: Table) -> None:
    console = Console()
    if not console.is_terminal:
        # A pipe has no width, and a program that reads one wants a row on a line.
        console = Console(width=Console(width=PIPE_WIDTH).measure(table).maximum)
    console.print(table)


def _print_json(value: Any) -> None:
    print(json.dumps(value, indent=1, ensure_ascii=False, default=str))


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
