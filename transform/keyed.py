"""Keyed values of every kind: texts, numbers, days, members of a closed list.

Each reader takes a value as keyed and raises ValueError with what is expected when it is no such
value; the fields' own grammars are in `transform.patch_values`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TypeVar

from transform.defects import Parsed
from transform.header.names import squeeze

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

Keyed = str | Sequence[str] | Sequence[Mapping[str, str]]
"""A value as keyed: a text, a list of texts, or a list of one-entry mappings (`action: ...`)."""

_FLAGS = {"true": True, "false": False}


def one_text(keyed: Keyed) -> str:
    """Return one text, its blanks made single."""
    if not isinstance(keyed, str) or not keyed.strip():
        raise ValueError("one text is expected, not a list; leave it empty if none is printed")
    return squeeze(keyed)


def several_texts(keyed: Keyed) -> tuple[str, ...]:
    """Return a list of texts; a single one is a list of one."""
    if isinstance(keyed, str):
        return (one_text(keyed),)
    return tuple(one_text(item) if isinstance(item, str) else one_text("") for item in keyed)


def by_role(keyed: Keyed, roles: type[E]) -> list[tuple[E, str]]:
    """Return the entries of a list like `- action: SECSTATE WASHDC`, role and text."""
    if isinstance(keyed, str) or any(isinstance(item, str) or len(item) != 1 for item in keyed):
        raise ValueError(f"a list of entries is expected, each with one of {', '.join(roles)}")
    found: list[tuple[E, str]] = []
    for item in keyed:
        for name, text in item.items() if isinstance(item, Mapping) else ():
            found.append((member_of(roles)(name), one_text(text)))
    return found


def exact(parsed: Parsed[T], keyed: str) -> T:
    """Return what a field's parser understood, if it needed no repair for it."""
    if parsed.value is None:
        why = parsed.defects[0].message if parsed.defects else f"{keyed!r} cannot be read"
        raise ValueError(why)
    if parsed.rules:
        raise ValueError(
            f"{keyed!r} would be read as something else ({', '.join(parsed.rules)}); key it as it "
            "is meant"
        )
    return parsed.value


def member_of(kind: type[E]) -> Callable[[Keyed], E]:
    """Return a reader of the members of an enum, in capitals or not."""

    def read(keyed: Keyed) -> E:
        word = one_text(keyed)
        for member in kind:
            if member.value.upper() == word.upper():
                return member
        raise ValueError(f"{word!r} is none of {', '.join(kind)}")

    return read


def in_capitals(keyed: Keyed) -> str:
    """Return one text in capitals."""
    return one_text(keyed).upper()


def whole_number(keyed: Keyed) -> int:
    """Return a whole number; leading zeros count for nothing."""
    text = one_text(keyed)
    if not (text.isascii() and text.isdigit()):
        raise ValueError(f"{text!r} is no whole number")
    return int(text)


def whole_numbers(keyed: Keyed) -> tuple[int, ...]:
    """Return a list of whole numbers."""
    return tuple(whole_number(item) for item in several_texts(keyed))


def flag(keyed: Keyed) -> bool:
    """Return true or false."""
    text = one_text(keyed).lower()
    if text not in _FLAGS:
        raise ValueError(f"{text!r} is neither true nor false")
    return _FLAGS[text]


def day(keyed: Keyed) -> date:
    """Return a date keyed as 2011-07-11."""
    text = one_text(keyed)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is no date; write it as 2011-07-11") from None


def instant(keyed: Keyed) -> datetime:
    """Return an instant in UTC keyed as 2011-01-31T22:43Z."""
    text = one_text(keyed)
    try:
        instant = datetime.fromisoformat(text.removesuffix("Z"))
    except ValueError:
        raise ValueError(f"{text!r} is no instant; write it as 2011-01-31T22:43Z") from None
    if instant.tzinfo is not None:
        raise ValueError(f"{text!r} has a time zone; a DTG is Zulu time")
    return instant.replace(tzinfo=UTC)


def four_digit_year(keyed: Keyed) -> int:
    """Return a year."""
    year = whole_number(keyed)
    if not date.min.year <= year <= date.max.year or year < 1000:
        raise ValueError(f"{year} is no year of four digits")
    return year
