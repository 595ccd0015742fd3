"""From a date-time group to an instant: which century two printed digits mean.

ACP 127's own pivot (06-99 is 19xx) makes a cable of January 2011 one of 1911, so no pivot is used:
the rest of the document decides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from transform.defects import Defect, DefectCode, Parsed
from transform.header.dtg import DateTimeGroup
from transform.header.names import REPAIR_FACTOR, unread
from transform.vocab import ORDERS

FIRST_YEAR = 1973
"""The first year of State's electronic cables (the archive's file starts 1 July 1973)."""
LAST_YEAR = 2029
"""The last year a cable can be thought to come from while nothing else is known. With
`FIRST_YEAR` it leaves one century or none for any two digits."""

CENTURIES = (1900, 2000)


@dataclass(frozen=True, slots=True, kw_only=True)
class CenturyEvidence:
    """What else a document prints that bears on the century of its date-time group."""

    executive_order: str | None = None
    """The order cited: 13526 cannot stand on a cable of 1911."""
    reviewed_on: date | None = None
    """A cable is older than its review."""
    reference_years: tuple[int, ...] = ()
    """Four-digit years of cited cables, as printed: a cable cites what came before it."""
    printed_years: tuple[int, ...] = ()
    """Four-digit years that date this cable elsewhere: the archive's number, a card."""


def resolve_instant(dtg: DateTimeGroup, evidence: CenturyEvidence) -> Parsed[datetime]:
    """Return the instant of a date-time group in UTC.

    The first kind of evidence that leaves one century decides: a date elsewhere on the paper, the
    review, the order cited, the references. Without any, the years a cable can come from decide,
    and `dtg.century_guessed` says so.

    Returns:
        No value and `dtg.impossible` for a day, hour or minute that does not exist (31 APR, 24
        hours): nothing rolls over. The confidence is less for a guess, and for a year before or
        after all cables (`OCT 63`, a worn 03).
    """
    year, guessed = _year(dtg.year, evidence)
    try:
        instant = datetime(year, dtg.month, dtg.day, dtg.hour, dtg.minute, tzinfo=UTC)
    except ValueError as error:
        return unread(DefectCode.DTG_IMPOSSIBLE, "dtg", f"{dtg.raw} is no real time: {error}")
    if not guessed and FIRST_YEAR <= year <= LAST_YEAR:
        return Parsed(value=instant)
    message = (
        f"nothing printed decides the century of {dtg.raw}; {year} is the likeliest"
        if guessed
        else f"{dtg.raw} gives {year}, when there were no such cables: its year may be misread"
    )
    defect = Defect(code=DefectCode.CENTURY_GUESSED, field="dtg", message=message)
    return Parsed(
        value=instant, defects=(defect,), rules=("dtg.century_guessed",), confidence=REPAIR_FACTOR
    )


def _year(printed: int, evidence: CenturyEvidence) -> tuple[int, bool]:
    """Return the four-digit year, and whether it is a guess."""
    if printed >= 100:
        return printed, False
    years = [century + printed for century in CENTURIES]
    for test in _tests(evidence):
        left = [year for year in years if test(year)]
        if len(left) == 1:
            return left[0], False
        years = left or years
    plausible = [year for year in years if FIRST_YEAR <= year <= LAST_YEAR]
    return (plausible or years)[0], True


def _tests(evidence: CenturyEvidence) -> list[Callable[[int], bool]]:
    """Return what each kind of evidence asks of a year, the strongest kind first."""
    tests: list[Callable[[int], bool]] = []
    if evidence.printed_years:
        tests.append(lambda year: year in evidence.printed_years)
    if evidence.reviewed_on:
        reviewed_in = evidence.reviewed_on.year
        tests.append(lambda year: year <= reviewed_in)
    order = ORDERS.get(evidence.executive_order or "")
    if order:
        tests.append(order.covers)
    if evidence.reference_years:
        cited, latest = max(evidence.reference_years), LAST_YEAR
        tests.append(lambda year: cited <= year <= latest)
    return tests
