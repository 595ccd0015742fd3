"""The SQL checks of `sql/`: one file each, found by listing. A check returns the rows that offend.

A file begins with its header, one `-- key: value` a line, long values running on in lines that are
indented:

    -- title: what holds, as a sentence
    -- severity: info | warning | error | fatal
    -- judges: the table whose rows are asked
    -- why: what goes wrong for a reader when it does not hold
    -- docs: where the rule comes from

An `error` check gives `document_id` (and `cable_id` where it is about one cable): those go to
quarantine.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from expectations.query import Query, Row, count_rows
from expectations.results import (
    SHOWN_ROWS,
    BatchVerdict,
    CheckResult,
    CheckSeverity,
    Verdict,
    distinct,
)
from extract.errors import ConfigurationError

SQL_SUITE = "sql"
"""`check_results.suite` of these checks."""

HEADER_KEYS = ("title", "severity", "judges", "why", "docs")

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
    if header["severity"] not in set(CheckSeverity):
        raise ConfigurationError(
            f"expectations/sql/{name}.sql: severity {header['severity']!r} is none of "
            f"{', '.join(CheckSeverity)}"
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


def run_check(check: Check, query: Query) -> BatchVerdict:
    """Ask one check of the warehouse. Whatever the query raises goes through: it is no answer."""
    rows = query(check.sql)
    result = CheckResult(
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
    if check.severity is not CheckSeverity.ERROR:
        return BatchVerdict(results=(result,))
    return BatchVerdict(
        results=(result,), quarantined=distinct(_verdict(check, row) for row in rows)
    )


def _verdict(check: Check, row: Row) -> Verdict:
    """Return who goes to quarantine for one offending row."""
    cable_id = row.get("cable_id")
    shown = ", ".join(f"{key} = {value}" for key, value in row.items() if not key.endswith("_id"))
    return Verdict(
        document_id=str(row["document_id"]),
        cable_id=None if cable_id is None else str(cable_id),
        code=f"{SQL_SUITE}.{check.name}",
        message=f"{shown}: does not hold that {check.title}",
    )
