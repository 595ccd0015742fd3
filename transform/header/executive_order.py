"""The E.O. line: which order on classification a cable cites, and when it is to be declassified."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from rapidfuzz.distance import Levenshtein

from transform.defects import Defect, DefectCode, Parsed
from transform.header.declassify import GENERAL_SCHEDULE_ORDERS, parse_declassify_event
from transform.header.months import closest_month
from transform.header.names import (
    DIGIT_LOOKALIKES,
    WORN_DIGIT,
    WORN_DIGITS,
    as_worn_digits,
    parsed,
    squeeze,
    unread,
)
from transform.vocab import ORDERS

FIELD = "executive_order"

_NAME = r"^\W*(?:[EFB£][.,:]?\s?[O0QD]{1,2}[.,:;]?\s?M?|EXECUTIVE ORDER)"
"""`E.O.`, `EO`, `E.OM` (1974 LA PAZ 4746), `E.0O.` (scans)."""

_LABEL = re.compile(_NAME + r"(?=[\s.,:;-]*\d|\s*[:;]|\s*$|\s+[A-Z])[\s.,:;-]*", re.IGNORECASE)
_LINE = re.compile(_NAME + rf"[\s.,:;-]*(?:{WORN_DIGIT}{{4,6}}\b|[:;])", re.IGNORECASE)
_ORDER = re.compile(rf"^(?P<number>{WORN_DIGIT}{{4,6}})(?![0-9A-Za-z/])[\s:;.,-]*")
"""All orders have five digits; a digit lost or doubled is put back where one order is that near."""
_SPECKS = re.compile(r"(?:\s+(?:[^\w\s\"')]+|[a-z]))+$")
"""Specks at a line's end that OCR prints as stops and single small letters."""

ORDER_DIGITS = 5
_NOTHING = frozenset({"", "UNKNOWN", "NONE"})

_DATES = (
    re.compile(r"(?<!\d)(?P<year>\d{4})[/.-](?P<month>\d{1,2})[/.-](?P<day>\d{1,2})(?!\d)"),
    re.compile(
        r"(?<!\d)(?P<month>\d{1,2}) ?[/.-] ?(?P<day>\d{1,2}) ?[/.-] ?(?P<year>\d{4}|\d{2})(?!\d)"
    ),
    re.compile(r"(?<!\d)(?P<day>\d{1,2})[ -](?P<name>[A-Z]{3})[A-Z]*[ ,-]+(?P<year>\d{4}|\d{2})"),
    re.compile(r"\b(?P<name>[A-Z]{3})[A-Z]*\.? (?P<day>\d{1,2}), ?(?P<year>\d{4})"),
)
_BLURRED_DATE = re.compile(
    rf"(?<!\w)(?=\S*\d)(?:{WORN_DIGIT}{{1,2}}[/.-]{WORN_DIGIT}{{1,2}}[/.-](?:{WORN_DIGIT}{{4}}|{WORN_DIGIT}{{2}})"
    rf"|{WORN_DIGIT}{{4}}[/.-]{WORN_DIGIT}{{1,2}}[/.-]{WORN_DIGIT}{{1,2}})(?!\w)"
)
_TORN_DATE = re.compile(
    rf"(?<!\w)({WORN_DIGIT}{{2}})[/1lI|]({WORN_DIGIT}{{2}})[/1lI|]({WORN_DIGIT}{{4}})(?!\w)"
)
"""A date of ten characters whose strokes were read as ones: `06/28120L7`."""
_WORN_NONE = re.compile(r"^[NMHW]\s?[/1lI|]\s?[A4]\W*$")
_WORN_DECL = re.compile(r"^[D0OC][EFP][CGO0][L1I|][.;:]?(?=\s?[^\sA-Z]|\s[A-Z])", re.IGNORECASE)
_WORN_OADR = re.compile(r"(?<![A-Z])[O0QGCD][A4][D0OCQ][RKB](?![A-Z])")
_WORN_GDS = re.compile(r"^[GC6][D0OQ][S5B8](?![A-Z0-9])")
"""The field's own words with each letter as worn type prints it: `H/A`, `DFCL;`, `GADR`, `GDB`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutiveOrder:
    """The order cited and what the line says about declassification."""

    number: str | None
    """Five digits; None where only a date or event is printed."""
    declassify_raw: str | None
    """What follows the order and its colon: `GDS`, `N/A`, `DECL: 10/29/21`; misread words of the
    field and digits of its dates put right."""
    declassify_on: date | None
    """The date in it. Two digits of a year are the first such year after the order was signed."""
    declassify_event: str | None
    """The schedule or event in it: `GDS`, `XGDS-3`, `OADR`, `X1`, `UPON CLOSURE OF THE POST`."""


def parse_executive_order(text: str) -> Parsed[ExecutiveOrder]:
    """Read the whole line, with or without its label.

    Seen: `E.O. 11652: GDS`, `E.O.11652: N/A`, `E.OM 11652: GDS`, `EO 12065: NA`,
    `E.O. 12065 GDS, 12/26/85 (TAYLOR, P.)`, `E.O. 13526: N/A`, `E.O. 12958: DECL: 07/22/2019`,
    `decl: 6/3/08`, `E.O.: Unknown` (a card: no value, no defect).

    Returns:
        The order; a misread number is repaired to the one order that is that near (`1Z958`,
        `16652`), an unknown one kept with `executive_order.unknown`. No value and
        `executive_order.unreadable` when the line gives neither number nor value.
    """
    line = squeeze(text)
    value = line[match.end() :] if (match := _LABEL.match(line)) else line
    if value.upper().strip(" .:") in _NOTHING:
        return Parsed(value=None, confidence=0.0)
    order = _ORDER.match(value)
    number, rules, defects = _number(order["number"]) if order else (None, (), ())
    rest = _SPECKS.sub("", value[order.end() :] if order else value)
    if number is None and match is None:
        message = f"no executive order can be read in {line!r}"
        return unread(DefectCode.EXECUTIVE_ORDER_UNREADABLE, FIELD, message)
    clear, blurred = _clear(rest.strip(), number)
    declassify_on, impossible = _declassify_on(clear.upper(), number)
    event, misread = parse_declassify_event(clear.upper(), number)
    found = ExecutiveOrder(
        number=number,
        declassify_raw=clear or None,
        declassify_on=declassify_on,
        declassify_event=event,
    )
    return parsed(found, *rules, *blurred, *misread, defects=defects + impossible)


def is_executive_order_line(text: str) -> bool:
    """Say whether a line is labelled E.O. and gives an order or a colon."""
    return _LINE.match(text) is not None


def _number(printed: str) -> tuple[str | None, tuple[str, ...], tuple[Defect, ...]]:
    digits = as_worn_digits(printed) or printed
    rules = ("executive_order.digits",) if digits != printed else ()
    if digits not in ORDERS:
        near = [known for known in ORDERS if Levenshtein.distance(known, digits) == 1]
        if len(near) != 1:
            message = f"{printed} is no order on classification that is known"
            unknown = Defect(code=DefectCode.EXECUTIVE_ORDER_UNKNOWN, field=FIELD, message=message)
            return digits if len(digits) == ORDER_DIGITS else None, rules, (unknown,)
        digits, rules = near[0], ("executive_order.closest",)
    if not rules:
        return digits, (), ()
    message = f"order {printed!r} read as {digits}"
    return digits, rules, (Defect(code=DefectCode.FIELD_REPAIRED, field=FIELD, message=message),)


def _clear(text: str, number: str | None) -> tuple[str, tuple[str, ...]]:
    """Return what follows the order with its worn words and dates put right, and the rules."""
    right, rules = text, []
    if _WORN_NONE.match(text):
        right = "N/A"
    right = _WORN_DECL.sub("DECL:", right) if not right.upper().startswith("DECL:") else right
    right = _WORN_OADR.sub("OADR", right)
    if number in GENERAL_SCHEDULE_ORDERS:
        right = _WORN_GDS.sub("GDS", right)
    if right != text:
        rules.append("executive_order.words")
    dated = _BLURRED_DATE.sub(lambda match: _digits_only(match[0]), right)
    dated = _TORN_DATE.sub(lambda match: _digits_only("/".join(match.groups())), dated)
    if dated != right:
        rules.append("executive_order.date_digits")
    return dated, tuple(rules)


def _digits_only(date_text: str) -> str:
    return date_text.translate(WORN_DIGITS).translate(DIGIT_LOOKALIKES)


def _declassify_on(upper: str, number: str | None) -> tuple[date | None, tuple[Defect, ...]]:
    for pattern in _DATES:
        match = pattern.search(upper)
        if match is None:
            continue
        groups = match.groupdict()
        month = closest_month(groups["name"]).value if "name" in groups else int(groups["month"])
        year = _year(groups["year"], number)
        if month is None or year is None:
            return None, ()
        try:
            return date(year, month, int(groups["day"])), ()
        except ValueError:
            message = f"{match[0]} is no real date"
            unreal = Defect(
                code=DefectCode.EXECUTIVE_ORDER_UNREADABLE, field="declassify_on", message=message
            )
            return None, (unreal,)
    return None, ()


def _year(printed: str, number: str | None) -> int | None:
    """Return four digits: of two, the first such year not before the order was signed."""
    year = int(printed)
    if len(printed) == 4:
        return year
    order = ORDERS.get(number or "")
    if order is None:
        return None
    signed = order.signed_on.year
    return signed + (year - signed) % 100
