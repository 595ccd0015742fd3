"""Results as tables on the terminal, or as JSON for machines. Standard output only."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from typing import Any

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from expectations.results import CheckResult
from expectations.score import Change, ScoreReport, render, render_change
from flows.command.terminal import json_text, neutral, on_one_line
from flows.doctor.finding import Finding
from flows.prune import Leftover
from flows.runs.summary import SHOWN_FAILURES, RunSummary, checks_in_words, failed_checks
from flows.settings import ENV_PREFIX, Settings
from load.asks.quarantine import KeptOut
from load.asks.review import Doubt
from load.making.space import in_mb

PIPE_WIDTH = 1000
"""Columns at which a row is folded where there is no terminal."""
LEAST_COLUMN = 10
"""Columns of a terminal that a column of a table needs on average to be read."""
SHOWN_DIGITS = 4
"""Decimals of a number in a table for people; CSV and JSON have all of them."""


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
        _print_json(values)
        return
    print(neutral(render(report)))
    if change is not None:
        print(neutral(render_change(change)))


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


class RowForm(StrEnum):
    """How the rows of a query are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def show_rows(rows: Sequence[Mapping[str, Any]], form: RowForm = RowForm.TABLE) -> None:
    """Print the rows of a query.

    A table is for people: NULL is written NULL, and where its columns would be too narrow to read
    each row becomes a list of its columns. CSV has every value as `cablehouse export` writes it,
    for a program: on a terminal it is neutral.
    """
    if form is RowForm.JSON:
        _print_json([dict(row) for row in rows])
        return
    if form is RowForm.CSV:
        _print_csv(rows)
        return
    console = Console()
    if not rows:
        print("no row")
        return
    table = _table(tuple(rows[0]), [tuple(_shown(value) for value in row.values()) for row in rows])
    is_narrow = (
        console.width < LEAST_COLUMN * len(rows[0]) and _natural_width(table) > console.width
    )
    if console.is_terminal and is_narrow:
        _print_records(console, rows)
    else:
        _print(table)


def _print_csv(rows: Sequence[Mapping[str, Any]]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    shown = neutral if sys.stdout.isatty() else str
    if rows:
        writer.writerow(map(shown, rows[0]))
    writer.writerows([shown(_as_csv(value)) for value in row.values()] for row in rows)


def _as_csv(value: Any) -> str:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat() + "Z"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return "" if value is None else str(value)


def _print_records(console: Console, rows: Sequence[Mapping[str, Any]]) -> None:
    for number, row in enumerate(rows, start=1):
        console.print(Text(f"row {number}", style="bold"))
        grid = Table.grid(padding=(0, 2))
        grid.add_column(style="dim", no_wrap=True)
        grid.add_column(overflow="fold")
        for name, value in row.items():
            grid.add_row(Text(neutral(name)), Text(_shown(value)))
        console.print(grid)
        console.print()


def show_leftovers(leftovers: Sequence[Leftover], *, is_dry: bool, as_json: bool) -> None:
    """Print what was removed, or would be."""
    if as_json:
        values = [
            {"kind": one.kind, "name": one.name, "byte_count": one.byte_count} for one in leftovers
        ]
        _print_json({"removed": not is_dry, "leftovers": values})
        return
    kinds = dict.fromkeys(one.kind for one in leftovers)
    by_kind = {kind: [one for one in leftovers if one.kind == kind] for kind in kinds}
    rows = [
        (kind, str(len(ones)), in_mb(sum(one.byte_count for one in ones)), ones[0].name)
        for kind, ones in by_kind.items()
    ]
    if rows:
        _print(_table(("", "number", "size", "the first"), rows))
    total = in_mb(sum(one.byte_count for one in leftovers))
    print(f"{total} {'would be freed; nothing was removed' if is_dry else 'freed'}")


def show_findings(findings: Sequence[Finding], *, as_json: bool = False) -> None:
    """Print what the doctor found."""
    if as_json:
        _print_json([asdict(finding) for finding in findings])
        return
    rows = [(_verdict(finding), finding.name, finding.found) for finding in findings]
    _print(_table(("", "needed", "found"), rows))


def _verdict(finding: Finding) -> str:
    if finding.is_fine:
        return "ok"
    return "look" if finding.is_optional else "MISSING"


def show_settings(settings: Settings) -> None:
    """Print every setting with its variable, its value and what it means."""
    _print(_table(("variable", "value here", "meaning"), setting_rows(settings)))


def setting_rows(settings: Settings) -> list[tuple[str, str, str]]:
    """Return every setting: its variable, its value, what it means."""
    return [
        (f"{ENV_PREFIX}{name.upper()}", str(getattr(settings, name)), field.description or "")
        for name, field in Settings.model_fields.items()
    ]


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
        table.add_column(Text(on_one_line(name)), overflow="fold")
    for row in rows:
        # As plain text: brackets in a file name or a cable are no markup.
        table.add_row(*(Text(on_one_line(value)) for value in row))
    return table


def _print(table: Table) -> None:
    console = Console()
    if not console.is_terminal:
        # A pipe has no width, and a program that reads one wants a row on a line.
        console = Console(width=_natural_width(table))
    console.print(table)


def _natural_width(table: Table) -> int:
    return Console(width=PIPE_WIDTH).measure(table).maximum


def _print_json(value: Any) -> None:
    print(json_text(value))


def _shown(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        rounded = f"{value:.{SHOWN_DIGITS}f}".rstrip("0").rstrip(".")
        return f"{value:.2g}" if value and float(rounded) == 0 else rounded
    return neutral(", ".join(map(_shown, value)) if isinstance(value, list) else str(value))
