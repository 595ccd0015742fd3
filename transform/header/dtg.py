"""The date-time group: day, time, month and year of a message in Zulu time (ACP 127 par. 113).

    dtg := precedence [precedence] DDHHMM 'Z' MON YY|YYYY

OCR damage is repaired only inside this slot, where every place can hold only a digit or only a
month, and each repair is a named rule.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from transform.cable import Precedence
from transform.defects import Defect, DefectCode, Parsed
from transform.header.months import MONTHS, closest_month
from transform.header.names import (
    REPAIR_FACTOR,
    WORN_DIGIT,
    WORN_DIGITS,
    as_digits,
    as_worn_digits,
    unread,
)
from transform.header.precedence import parse_precedence
from transform.vocab import PRECEDENCES

FIELD = "dtg"

_LETTER = {word: letter for letter, word in PRECEDENCES.items()}

_STRICT = re.compile(
    r"(?P<group>(?<![0-9A-Z])(?P<clock>\d{6})Z\s+"
    r"(?P<month>[A-Z]{3})\s+(?P<year>(?:19|20)\d\d|\d\d))(?!\d)"
)
_PRECEDENCE = re.compile(r"^\W*(?P<letters>[A-Z0](?:[ ]?[A-Z0])?)\W+(?=\d{6}Z)")
"""Before a whole group one or two letters are the precedence, known or not."""
_LENIENT = re.compile(
    rf"(?P<group>(?P<clock>(?:{WORN_DIGIT}[ ]?){{6}})(?P<zone>[Zz27s$]?)[ .,]*"
    rf"(?P<month>(?=[0-9|!]{{0,2}}[A-Za-z])[A-Za-z0-9|!]{{3}})[ .,']*"
    rf"(?P<year>(?:[1I|l]9|[2Z][0OQ])[ ]?{WORN_DIGIT}{{2}}|{WORN_DIGIT}{{2}}))(?![0-9])"
)
_LENIENT_PRECEDENCE = re.compile(
    r"^\W*(?P<letters>[ZOPRYopry0QDKFBGC](?:[ ]?[ZOPRYopry0QDKFBGC])?)[\W_]+$"
)
_GLUED_PRECEDENCE = re.compile(r"^\W*(?P<letters>[ZOPRYKF](?:[ ]?[ZOPRYKF])?)\W*$")
_CLOCK_AHEAD = re.compile(rf"(?=(?:{WORN_DIGIT}[ ]?){{6}})")

LONGEST_DTG_LINE = 40
"""A line that is a date-time group holds little else: the longest seen is 25 characters, with an
operating signal behind it (`O 030200Z NOV 79 ZFF4`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateTimeGroup:
    """A date-time group as printed; whether it is a real time is for `resolve_instant` to say."""

    precedence: Precedence | None = None
    info_precedence: Precedence | None = None
    day: int
    hour: int
    minute: int
    month: int
    """1 to 12."""
    year: int
    """As printed: two digits (79) or four (2011)."""
    raw: str
    """The group in capitals without the precedence, misread characters repaired."""


def format_dtg(dtg: DateTimeGroup) -> str:
    """Return the line that prints a date-time group: `O R 132225Z JUL 79`."""
    pair = (dtg.precedence, dtg.info_precedence)
    return " ".join([*(_LETTER[word] for word in pair if word), dtg.raw])


def parse_dtg(text: str) -> Parsed[DateTimeGroup]:
    """Read a whole date-time line; what follows the group is left alone.

    Seen: `O R 132225Z JUL 79`, `R 312243Z JAN 2011`, `310258Z Jan 94` (card), and damaged
    `R 3122432 JAN 11`, `R 022125Z JAM 74`, `0 R 1O2225Z N0V 79`, `312243ZJAN11`.

    Returns:
        The group, with `dtg.repaired` and the rules applied where it was damaged; or no value and
        `dtg.unreadable`. An unknown precedence letter leaves the group and adds a defect.
    """
    upper = text.upper()
    strict = _STRICT.search(upper)
    if strict and (month := closest_month(strict["month"])).value and not month.rules:
        before = upper[: strict.start()]
        if not before.strip() or _PRECEDENCE.match(upper):
            return _build(before, strict, strict["clock"], month.value, ())
    return _parse_damaged(text)


def find_dtg(text: str) -> Parsed[DateTimeGroup]:
    """Read the date-time group that stands somewhere in a line, without its precedence.

    Seen: `Jan 31 , 1994 / 310000Z Jan 94` on a card, `(DTG 031628Z SEP 75)` in a reference.
    """
    for strict in _STRICT.finditer(text.upper()):
        month = closest_month(strict["month"])
        if month.value and not month.rules:
            return _build("", strict, strict["clock"], month.value, ())
    return _parse_damaged(text, anywhere=True)


def is_dtg_line(text: str) -> bool:
    """Say whether a line is a date-time group, damaged or not."""
    return len(text.strip()) <= LONGEST_DTG_LINE and parse_dtg(text).value is not None


def _parse_damaged(text: str, *, anywhere: bool = False) -> Parsed[DateTimeGroup]:
    for start in _CLOCK_AHEAD.finditer(text[: LONGEST_DTG_LINE * 4]):
        match = _LENIENT.match(text, start.start())
        before = text[: start.start()]
        if match is None or not _may_start(before, anywhere):
            continue
        repaired = _repair(match)
        if repaired is not None:
            clock, month, rules = repaired
            return _build("" if anywhere else before, match, clock, month, rules)
    return unread(
        DefectCode.DTG_UNREADABLE, FIELD, f"no date-time group can be read in {text.strip()!r}"
    )


def _may_start(before: str, anywhere: bool) -> bool:
    if anywhere:
        return not before[-1:].isalnum()
    return bool(
        not before.strip(" .,:;'-_")
        or _LENIENT_PRECEDENCE.match(before)
        or _GLUED_PRECEDENCE.match(before)
    )


def _repair(match: re.Match[str]) -> tuple[str, int, tuple[str, ...]] | None:
    """Return clock digits, month and the rules it took, or None when it cannot be a group."""
    rules = []
    printed = match["clock"].replace(" ", "")
    clock = as_worn_digits(printed)
    month = closest_month(match["month"])
    if clock is None or month.value is None:
        return None
    if printed != clock:
        rules.append("dtg.digit_for_letter")
    if " " in match["clock"].strip():
        rules.append("dtg.joined_digits")
    if match["zone"] not in ("Z", "z"):
        if not match["zone"] and not printed.isdigit():
            return None
        rules.append("dtg.zone_letter")
    rules.extend(month.rules)
    if not match["year"].isdigit():
        rules.append("dtg.year_digits")
    if " " not in match["group"][len(match["clock"]) :]:
        rules.append("dtg.split_glued")
    return clock, month.value, tuple(rules)


def _build(
    before: str, match: re.Match[str], clock: str, month: int, rules: tuple[str, ...]
) -> Parsed[DateTimeGroup]:
    year = as_digits(match["year"].replace(" ", "").translate(WORN_DIGITS)) or "0"
    letters = before.strip(" .,:;'-_")
    pair = parse_precedence(letters) if letters else None
    rules += pair.rules if pair else ()
    raw = f"{clock}Z {MONTHS[month - 1]} {year}"
    defects = pair.defects if pair else ()
    if rules:
        told = f"{match['group'].strip()!r} read as {raw}: {', '.join(rules)}"
        defects += (Defect(code=DefectCode.DTG_REPAIRED, field=FIELD, message=told),)
    dtg = DateTimeGroup(
        precedence=pair.value.action if pair and pair.value else None,
        info_precedence=pair.value.info if pair and pair.value else None,
        day=int(clock[:2]),
        hour=int(clock[2:4]),
        minute=int(clock[4:]),
        month=month,
        year=int(year),
        raw=raw,
    )
    confidence = REPAIR_FACTOR ** len(rules)
    return Parsed(value=dtg, defects=defects, rules=rules, confidence=confidence)
