"""Months as a date-time group prints them: three capitals, sometimes misread."""

from __future__ import annotations

from functools import lru_cache

from transform.defects import Parsed
from transform.header.names import as_letters, parsed

MONTHS = (
    "JAN",
    "FEB",
    "MAR",
    "APR",
    "MAY",
    "JUN",
    "JUL",
    "AUG",
    "SEP",
    "OCT",
    "NOV",
    "DEC",
)

_NUMBER = {name: number for number, name in enumerate(MONTHS, start=1)}

_CONFUSED = "NM NH NW VY VU UO OC OQ OD CG CE PF PR EF EB FR BR BP IL IT LT LI LE TI AR AH MW JI JU"
CONFUSIONS = frozenset(frozenset(pair) for pair in _CONFUSED.split(" "))
"""Capitals that OCR and worn type take for each other; they decide between two months that are
equally near (`MAV` is MAY, not MAR)."""


@lru_cache(maxsize=1024)
def closest_month(text: str) -> Parsed[int]:
    """Read a month of three letters.

    Digits are read as letters (`0CT`, `N0V`); one wrong letter is repaired when only one month is
    that near (`JAM` is JAN), or only one by a known confusion (`JUM` is JUN). No value otherwise.
    """
    exact = _NUMBER.get(text.upper())
    if exact:
        return parsed(exact)
    letters = as_letters(text)
    if letters in _NUMBER:
        return parsed(_NUMBER[letters], "dtg.month_letters")
    near = [name for name in MONTHS if len(_differences(name, letters)) == 1]
    if len(near) > 1:
        near = [name for name in near if _differences(name, letters)[0] in CONFUSIONS]
    if len(near) == 1:
        return parsed(_NUMBER[near[0]], "dtg.month_letters")
    return Parsed(value=None, confidence=0.0)


def _differences(name: str, letters: str) -> list[frozenset[str]]:
    return [frozenset(pair) for pair in zip(name, letters, strict=False) if pair[0] != pair[1]]
