"""Dates as reviewers print them: `11 JUL 2011`, `26-MAR-08`, `2/25/2026`."""

from __future__ import annotations

import re
from datetime import date

from transform.defects import Defect, DefectCode, Parsed
from transform.header.months import closest_month
from transform.header.names import as_digits

_DAY_MONTH_YEAR = re.compile(
    r"([0-9OIl|]{1,2})[\s-]*([A-Z0-9]{3})[A-Z]*[\s-]*([0-9OIl|S]{4}|\d{2})(?!\d)", re.IGNORECASE
)
_SLASHED = re.compile(r"(\d{1,2})\s*/\s*(\d{1,2})\s*/\s*((?:\d\s?){4}|\d{2})(?!\d)")

FIRST_REVIEW_YEAR = 75
"""Two-digit years of reviews are of 1975, when the amended Act took effect, or later."""


def parse_date(text: str) -> Parsed[date]:
    """Return the first date in a stamp's text, or no value."""
    match = _DAY_MONTH_YEAR.search(text)
    if match:
        day, month, year = match.groups()
        number = closest_month(month).value
        if number:
            return _date(_year(as_digits(year) or "0"), number, int(as_digits(day) or 0))
    match = _SLASHED.search(text)
    if match:
        month, day, year = match.groups()
        return _date(_year(year.replace(" ", "")), int(month), int(day))
    return Parsed(value=None)


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (1900 if year >= FIRST_REVIEW_YEAR else 2000)


def _date(year: int, month: int, day: int) -> Parsed[date]:
    try:
        return Parsed(value=date(year, month, day))
    except ValueError:
        return Parsed(
            value=None,
            defects=(
                Defect(
                    code=DefectCode.RELEASE_UNREADABLE,
                    field="reviewed_on",
                    message=f"no such day: {year}-{month}-{day}",
                ),
            ),
        )
