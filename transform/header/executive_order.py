"""The E.O. line: which order on classification a cable cites, and when it declassifies.

Values by order (TAGS handbook 1974): 11652 GDS, ADS, XGDS-1..4, N/A; 12065 GDS m/d/yy (NAME) OR-M;
12356 DECL: OADR; 12958 and 13526 DECL: dates in several notations. What follows the order is kept
as printed; a date in it is read as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from transform.defects import Defect, DefectCode, Parsed
from transform.header.months import closest_month
from transform.header.mrn import four_digits
from transform.header.names import DIGIT_LIKE, REPAIR_FACTOR, as_digits, squeeze, unread
from transform.vocab import ORDERS

FIELD = "executive_order"

_LABEL = re.compile(r"^\W*E\s?[.,]?\s?[O0Q]\s?[.,]?\s?M?\s*[.:;]?\s*(?=\S|$)", re.IGNORECASE)
_LINE = re.compile(
    rf"^\W*E\s?[.,]?\s?[O0Q]\s?[.,]?\s?M?\s*[.:;]?\s*(?P<number>{DIGIT_LIKE}{{5}})"
    r"(?P<colon>\s*[:;.,-]*\s*)(?P<value>.*)$",
    re.IGNORECASE,
)
_DATES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<!\d)((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?!\d)"), "ymd"),
    (re.compile(r"(?<!\d)(\d{1,2})\s?[/-]\s?(\d{1,2})\s?[/-]\s?((?:19|20)\d\d|\d\d)(?!\d)"), "mdy"),
    (re.compile(r"(?<!\d)(\d{1,2})\s+([A-Z]{3})[A-Z]*\.?,?\s+((?:19|20)\d\d|\d\d)(?!\d)"), "dMy"),
    (re.compile(r"\b([A-Z]{3})[A-Z]*\.?\s+(\d{1,2}),?\s+((?:19|20)\d\d)(?!\d)"), "Mdy"),
)
"""Date notations seen after an order: 2020/02/23, 11/22/2012, 6/3/08, 31 DEC 1986, JUNE 3, 2008."""

NEAREST_ORDER = 80
"""Least similarity (0-100) of a misprinted number to an order: one digit of five (16652, 11552)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutiveOrder:
    """The order cited, what follows it as printed (None if nothing), and the date in that."""

    number: str
    declassify_raw: str | None
    declassify_on: date | None


def is_executive_order_line(text: str) -> bool:
    """Say whether a line is the E.O. line, with its number or with none."""
    return bool(_LINE.match(text)) or bool(re.match(r"^\W*E\.[O0]\.?\s*:", text, re.IGNORECASE))


def parse_executive_order(text: str) -> Parsed[ExecutiveOrder]:
    """Read an E.O. line: `E.O. 11652: GDS`, `EO 12958: DECL: 2020/02/23`, `E.O. 12065 N/A`.

    Returns:
        The order, its number repaired to the nearest real one where misprinted; or no value and
        `executive_order.unreadable` (`E.O.: Unknown` on a card).
    """
    line = squeeze(text)
    match = _LINE.match(line) or _LINE.match(f"E.O. {line}")
    number = as_digits(match["number"]) if match else None
    if match is None or number is None:
        return unread(
            DefectCode.EXECUTIVE_ORDER_UNREADABLE, FIELD, f"no executive order in {line!r}"
        )
    rules = [] if number == match["number"] else ["executive_order.digit_for_letter"]
    defects: tuple[Defect, ...] = ()
    known = _known(number)
    if known != number:
        rules.append("executive_order.nearest")
    if known not in ORDERS:
        message = f"{number} is no executive order on classification"
        defects = (Defect(code=DefectCode.EXECUTIVE_ORDER_UNKNOWN, field=FIELD, message=message),)
    value = re.sub(r"\s+[.,:;*'`~_-]+$", "", match["value"]).strip()
    return Parsed(
        value=ExecutiveOrder(
            number=known,
            declassify_raw=value or None,
            declassify_on=_find_date(value),
        ),
        defects=defects,
        rules=tuple(rules),
        confidence=REPAIR_FACTOR ** len(rules),
    )


def _known(number: str) -> str:
    """Return the order a number means: itself, or the one order it is a slip of."""
    if number in ORDERS:
        return number
    near = [order for order in ORDERS if fuzz.ratio(number, order) >= NEAREST_ORDER]
    return near[0] if len(near) == 1 else number


def _find_date(value: str) -> date | None:
    for pattern, order in _DATES:
        match = pattern.search(value.upper())
        if match:
            return _date(dict(zip(order, match.groups(), strict=True)))
    return None


def _date(parts: dict[str, str]) -> date | None:
    """Return a date from its parts: y year, m month number, M month name, d day."""
    month = int(parts["m"]) if "m" in parts else closest_month(parts["M"]).value
    year = four_digits(parts["y"])
    if month is None or year is None:
        return None
    try:
        return date(year, month, int(parts["d"]))
    except ValueError:
        return None
