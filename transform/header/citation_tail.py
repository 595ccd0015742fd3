"""What follows the number of a citation: its year, the end of a range, a date, a date-time group.

'447 (03)', '1905-03', '00789/08', '07718 99', '1234-1236', '207984 310241Z AUG 77'
"""

from __future__ import annotations

import re

from transform.header.citation_words import MONTH
from transform.header.dtg import find_dtg
from transform.header.mrn import four_digits

YEAR = r"(?:19|20)\d\d"
"""A year of four digits, for patterns."""

_YEAR_IN_PARENTHESES = re.compile(rf"^\s*\((?P<year>{YEAR}|\d\d)\)")
_YEARS_AFTER = tuple(
    re.compile(pattern)
    for pattern in (
        r"^/(?P<year>\d\d)(?!\d)",
        r"^\s?'(?P<year>\d\d)(?!\d)",
        rf"^,?\s*(?:OF\s+|DATED\s+)?(?P<year>{YEAR})\s*(?=$|[,;.)(])",
    )
)
_BARE_YEAR = re.compile(r"^\s(?P<year>\d\d)\s*(?=$|[,;.)(])")
RANGE = re.compile(r"^\s*(?P<sign>-|–|—|THRU|THROUGH)\s*(?P<last>\d{1,7})(?![0-9A-Z/]|\s\d{3})")
_DATE_AFTER = re.compile(
    rf"\b(?:{MONTH}\.?\s+\d{{1,2}},?|\d{{1,2}}\s+{MONTH}\.?,?)\s+(?P<year>{YEAR}|\d\d)\b"
)
_CLOCK = re.compile(r"\b(?:[ZOPRY]{1,2}\s?)?(?P<clock>\d{6})\s?Z(?!\w)")
_CLOCK_LIKE = re.compile(r"\d[\dOIL]{3,5}\s?[Z27S]\b")

LEAST_BEFORE_YEAR = 4
"""Digits of a number behind which two more with a blank are a year: `AMMAN 07718 99`."""

LONGEST_RANGE = 25
"""`STATE 1234-1236` names each number between; a longer range is two numbers and a guess."""

LONGEST_SHORT_RANGE = 10
"""`4525-91` of 2006 is number 4525 of 1991: only few numbers in a row are cited by two digits."""


def year_after(digits: str, after: str, latest: int | None) -> tuple[int, int] | None:
    """Return the year printed behind a number and how many characters it takes.

    Two digits with only a blank before them are a year behind a number too long for them to be
    part of it. Only a year in parentheses may be later than `latest`, the citing cable's.
    """
    told = _YEAR_IN_PARENTHESES.match(after)
    if told and (year := four_digits(told["year"])):
        return year, told.end()
    patterns = _YEARS_AFTER if len(digits) < LEAST_BEFORE_YEAR else (*_YEARS_AFTER, _BARE_YEAR)
    for pattern in patterns:
        match = pattern.match(after)
        year = four_digits(match["year"]) if match else None
        if match and year and (latest is None or year <= latest):
            return year, match.end()
    return None


def short_year(printed: str, latest: int | None) -> int | None:
    """Return the year in `QUITO 1905-03`, when two digits can be one."""
    year = four_digits(printed) if len(printed) == 2 else None
    return year if year and (latest is None or year <= latest) else None


def range_end(first: str, last: str) -> int | None:
    """Return the last number of `1234-1236` or `1234-36`, or None when it is no range."""
    whole = int(first[: -len(last)] + last) if len(last) < len(first) else int(last)
    count = whole - int(first)
    most = LONGEST_SHORT_RANGE if len(last) < len(first) else LONGEST_RANGE
    return whole if 0 < count <= most else None


def dated(text: str) -> tuple[int | None, str | None]:
    """Return the year and the date-time group that a date behind a number gives."""
    if not any(character.isdigit() for character in text):
        return None, None
    group = find_group(text)
    if group:
        return group[0], group[1]
    date = _DATE_AFTER.search(text)
    return (four_digits(date["year"]) if date else None), None


def find_group(upper: str) -> tuple[int | None, str, int] | None:
    """Return year, spelling and place of a date-time group: `310241Z AUG 77`, `261855Z`."""
    clock = _CLOCK.search(upper)
    if clock is None and not _CLOCK_LIKE.search(upper):
        return None
    text = _CLOCK.sub(r" \g<clock>Z", upper)
    group = find_dtg(text).value
    if group is not None:
        place = upper.find(group.raw[:6])
        return four_digits(f"{group.year:02d}"), group.raw, place if place >= 0 else len(upper)
    return (None, f"{clock['clock']}Z", clock.start()) if clock else None
