"""The schedule or event of declassification behind an order's number, told apart from a date.

Each order has words of its own: GDS, ADS and XGDS under 11652 (TAGS handbook 1974), GDS, RDS and
XDS under 12065, OADR under 12356, X1 to X8 under 12958 and 25X1 to 25X9 later; any order may name
an event (`DECL: UPON CLOSURE OF THE POST`).
"""

from __future__ import annotations

import re

from transform.header.months import MONTHS

_SCHEDULE = re.compile(
    r"(?<![A-Z0-9])(?:(?:GDS|ADS|OADR)(?![A-Z0-9])|(?P<kind>X\s?-?\s?GDS|[RX]DS)"
    rf"(?:\s?[-(]?\s?(?P<category>[1-6])(?![0-9/]|\s(?:{'|'.join(MONTHS)})[A-Z]*[ ,]+\d)\)?)?"
    r"(?![A-Z]))"
)
"""XGDS, RDS and XDS name the category of the exemption; a day before a month's name is none."""
_EXEMPTION = re.compile(
    r"(?<![A-Z0-9./])(?:1\.[56]\s?\(?)?(?P<years>25|50)?X\s?-?\s?(?P<no>[1-9])(?![A-Z0-9/])"
)
_MISREAD = re.compile(r"^[6CLO0Q][DO0][S5](?![A-Z0-9])|^G[DO0Q]5(?![A-Z0-9])|^GO[S5](?![A-Z0-9])")
"""GDS as the archive's captures and worn prints have it: `6DS`, `LDS`, `GD5`."""
_BEFORE = re.compile(r"^.*?\bDECL(?:AS(?:SIFY)?|\.)?(?:\s+ON\b)?[\s:;,.-]*")
_NO_EVENT = re.compile(
    r"^(?:N\s?/?\s?A\b|NONE|NA\b|\W*$)|\d{1,4}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{2,4}"
)
_DATE = re.compile(r"\d{1,4}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{2,4}")
_DATED = re.compile(r"^\W*(?:\d{1,2}[ -][A-Z]{3,9}|[A-Z]{3,9}\.? \d{1,2},?)[ ,-]+\d{2,4}\b")

GENERAL_SCHEDULE_ORDERS = frozenset({"11652", "12065"})
"""Orders with a general declassification schedule."""


def parse_declassify_event(upper: str, number: str | None) -> tuple[str | None, tuple[str, ...]]:
    """Return the schedule or event in capitals, and the rule where it was misread.

    `X-GDS 3` gives XGDS-3, `RDS-1 7/15/99 (DOE, JANE) OR-M` RDS-1, `DECL: 1.6X1` X1, and
    `DECL: AFTER THE TALKS` AFTER THE TALKS. A date alone and `N/A` give None.

    Args:
        upper: what follows the order, in capitals.
        number: the order; only 11652 and 12065 know GDS.
    """
    schedule = _SCHEDULE.search(upper)
    if schedule:
        name = (schedule["kind"] or schedule[0]).replace(" ", "").replace("-", "")
        return (f"{name}-{schedule['category']}" if schedule["category"] else name), ()
    exemption = _EXEMPTION.search(upper)
    if exemption:
        return f"{exemption['years'] or ''}X{exemption['no']}", ()
    if number in GENERAL_SCHEDULE_ORDERS and _MISREAD.match(upper):
        return "GDS", ("executive_order.schedule",)
    before = _BEFORE.match(upper)
    if before is None:
        return None, ()
    event = upper[before.end() :].strip(" .,;:")
    is_none = _NO_EVENT.match(event) or _DATE.search(event) or _DATED.match(event)
    return (None if is_none else event), ()
