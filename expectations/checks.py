"""The SQL checks of `sql/`: one file each, found by listing. A check returns the rows that offend.

A file begins with its header, one `-- key: value` a line, long values running on in lines that are
indented:

    -- title: what holds, as a sentence
    -- severity: info | warning | fatal
    -- judges: the table whose rows are asked
    -- why: what goes wrong for a reader when it does not hold
    -- docs: where the rule comes from

What concerns a single cable or document is for `suites.yml`, which can send it to quarantine while
it is being loaded; a finished warehouse can only be published or not, so no check here is `error`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from expectations.query import Query, count_rows
from expectations.results import SHOWN_ROWS, CheckResult, CheckSeverity
from extract.errors import ConfigurationError

SQL_SUITE = "sql"
"""`check_results.suite` of these checks."""

HEADER_KEYS = ("title", "severity", "judges", "why", "docs")

SEVERITIES = (CheckSeverity.INFO, CheckSeverity.WARNING, CheckSeverity.FATAL)
"""What a check over a whole warehouse can be."""

_HEADER_LINE = re.compile(r"-- (?P<key>[a-z]+): (?P<value>.+)")
_CONTINUATION = re.compile(r"--\s{2,}(?P<value>.+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One file of `sql/`."""

    name: str
    title: str
    severity: CheckSeverity
    judges: str
    why: str
    docs: str
    sql: str


def parse_check(name: str, text: str) -> Check:
    """Return the check a file holds.

    Args:
        name: The file's name without ending.
        text: What it says.

    Raises:
        ConfigurationError: the header lacks a key, has one too many, or names no severity.
    """
    header: dict[str, str] = {}
    key = ""
    for line in text.splitlines():
        if started := _HEADER_LINE.fullmatch(line):
            key = started["key"]
            header[key] = started["value"].strip()
        elif (continued := _CONTINUATION.fullmatch(line)) and key:
            header[key] += " " + continued["value"].strip()
        else:
            break
    if tuple(header) != HEADER_KEYS:
        raise ConfigurationError(
            f"expectations/sql/{name}.sql: the header has {', '.join(header) or 'nothing'}; "
            f"it must have, in this order, {', '.join(HEADER_KEYS)}"
        )
    if header["severity"] not in SEVERITIES:
        raise ConfigurationError(
            f"expectations/sql/{name}.sql: severity {header['severity']!r} is none of "
            f"{', '.join(SEVERITIES)}"
        )
    return Check(
        name=name,
        title=header["title"],
        severity=CheckSeverity(header["severity"]),
        judges=header["judges"],
        why=header["why"],
        docs=header["docs"],
        sql=text,
    )


@cache
def load_checks() -> tuple[Check, ...]:
    """Return the checks shipped with the package, in the order of their names.

    Raises:
        ConfigurationError: a file has no proper header.
    """
    folder = files("expectations").joinpath("sql")
    found = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".sql")),
        key=lambda entry: entry.name,
    )
    return tuple(
        parse_check(entry.name.removesuffix(".sql"), entry.read_text(encoding="utf-8"))
        for entry in found
    )


def run_check(check: Check, query: Query) -> CheckResult:
    """Ask one check of the warehouse. Whatever the query raises goes through: it is no answer."""
    rows = query(check.sql)
    return CheckResult(
        suite=SQL_SUITE,
        expectation=check.name,
        severity=check.severity,
        success=not rows,
        evaluated_count=count_rows(query, check.judges),
        unexpected_count=len(rows),
        detail=json.dumps(
            {
                "title": check.title,
                "why": check.why,
                "docs": check.docs,
                "rows": [dict(row) for row in rows[:SHOWN_ROWS]],
            },
            default=str,
            ensure_ascii=False,
        ),
    )
