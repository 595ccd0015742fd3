"""What a view gives back, and how it reads its address."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request

from infra.dashboard.warehouse import Reading

MOST_CHARACTERS = 400
"""Of one parameter of an address: longer than any phrase a person searches for."""

MOST_NUMBER = 2**31 - 1
"""The largest INTEGER of the warehouse."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page to show: its template and what that is given."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200


View = Callable[[Reading, Request], Page]


class NotFound(Exception):
    """There is nothing at this address; the message says what to do."""


class WrongAddress(Exception):
    """A parameter of the address cannot be read; the message names it."""


def text_of(request: Request, name: str) -> str | None:
    """Return a parameter of the address, or None when it is not there or blank."""
    given = " ".join(request.query_params.get(name, "").split())
    if len(given) > MOST_CHARACTERS or "\0" in given:
        raise WrongAddress(f"{name} in the address is too long or no text")
    return given or None


def texts_of(request: Request, name: str, most: int) -> list[str]:
    """Return a parameter that may be there several times, without repeats."""
    given = [" ".join(one.split()) for one in request.query_params.getlist(name)]
    if any(len(one) > MOST_CHARACTERS or "\0" in one for one in given):
        raise WrongAddress(f"{name} in the address is too long or no text")
    return list(dict.fromkeys(one for one in given if one))[:most]


def number_of(request: Request, name: str, most: int = MOST_NUMBER) -> int | None:
    """Return a whole number of the address, 0 to `most`, or None when it is not there."""
    given = text_of(request, name)
    if given is None:
        return None
    if not re.fullmatch(r"[0-9]{1,10}", given) or int(given) > most:
        raise WrongAddress(f"{name} in the address is {given!r}, and should be a number")
    return int(given)


def address(path: str, **parameters: Any) -> str:
    """Return an address with those parameters that are given; lists are repeated."""
    given = {name: value for name, value in parameters.items() if value not in (None, "", [])}
    return f"{path}?{urlencode(given, doseq=True)}" if given else path
