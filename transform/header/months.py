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
    that near (`JAM` is JAN), one or two when only one month differs by known confusions alone
    (`JUM` is JUN, `JVH` too). No value otherwise.
    """
    exact = _NUMBER.get(text.upper())
    if exact:
        return parsed(exact)
    letters = as_letters(text)
    if letters in _NUMBER:
        return parsed(_NUMBER[letters], "dtg.month_letters")
    near = [name for name in MONTHS if len(_differences(name, letters)) == 1]
    if len(near) != 1:
        near = [name for name in MONTHS if _is_confused(name, letters)]
    if len(near) == 1:
        return parsed(_NUMBER[near[0]], "dtg.month_letters")
    return Parsed(value=None, confidence=0.0)


def _is_confused(name: str, letters: str) -> bool:
    """Whether one or two letters differ, each by a known confusion."""
    differences = _differences(name, letters)
    return len(differences) <= 2 and all(pair in CONFUSIONS for pair in differences)


def _differences(name: str, letters: str) -> list[frozenset[str]]:
    return [frozenset(pair) for pair in zip(name, letters, strict=False) if pair[0] != pair[1]]
