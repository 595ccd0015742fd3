"""Exemption codes as reviewers print them, to the spelling of `exemption_codes`.

`(b)(1)`, `B-1` and `b1` are B1; `1.4(b),1.4(d)` are two; `B3 FS ACT` is B3 and its statute. What a
code means stands in `transform.vocab`, by the day of the review.
"""

from __future__ import annotations

import re
from functools import lru_cache

from transform.header.names import DIGIT_LOOKALIKES
from transform.vocab import EXEMPTIONS

_DIGIT = r"[1-9IilL|!ZzSsGg]"
"""A digit of one to nine, or what OCR prints for one: `BS` is B5, `Bi` is B1."""

_STATUTES = sorted(
    {one.code for one in EXEMPTIONS.codes if one.authority.startswith("FOIA B3")}, key=len
)[::-1]
_STATUTE = "|".join(re.escape(one).replace(r"\ ", r"\s?") for one in _STATUTES)
_FOIA = (
    rf"\(?[bB8]\)?[-(]?{{digit}}\)?(?:\s?\([A-Fa-f]\)|[A-F]\b)?(?:[\s,]{{{{1,2}}}}(?:{_STATUTE}))?"
)
_ORDER = (
    r"[1I]\s?\.\s?[3-6]\s?[({\[]?[a-hA-H8][)}\]]?(?:\s?\([0-9]{1,2}\))?"
    r"|3\s?\.\s?[34]\s?\([bB]\)\s?\([1-9]\)"
    r"|1-301\s?\([a-gA-G]\)"
)
_REVIEW = r"(?:25|50|75)\s?[xX](?:\s?[1-9](?:-HUM|-WMD)?)?"
_PRIVACY = r"\([jk]\)\s?\([1-7]\)"

_CODE = rf"{_FOIA.format(digit='[1-9]')}|{_ORDER}|{_REVIEW}|{_PRIVACY}"
_MISREAD = (
    rf"{_FOIA.format(digit=_DIGIT)}|{_ORDER}|{_REVIEW}|{_PRIVACY}"
    r"|[1I]\s?\.?\s?[3-6]\s?[({\[]\s?[a-hA-H8]\s?[)}\]]"
)
"""Where nothing but a code can stand: digits may be letters, the stop of `1.4(B)` lost."""

EXEMPTION_LIST = rf"(?:{_CODE})(?:[,;/ ]+(?:{_CODE}))*"
"""One code or several, as they stand behind a decision."""

_BOUND = r"(?<![A-Za-z0-9.])"
_FIND = re.compile(rf"{_BOUND}(?:{_CODE})(?![A-Za-z0-9])")
_FIND_MISREAD = re.compile(rf"{_BOUND}(?:{_MISREAD})(?![A-Za-z0-9])")
_ONLY = re.compile(rf"^\W?(?:{_CODE})(?:[,;/ ]+(?:{_CODE}))*[,;.]?$")
_ONLY_MISREAD = re.compile(rf"^\W?(?:{_MISREAD}|NR)(?:[,;/ ]+(?:{_MISREAD}))*\W?$")
_STATUTE_BEHIND = re.compile(rf"({_STATUTE})$")
_NOT_LETTER_OR_DIGIT = re.compile(r"[^A-Z0-9.]")
_LETTER_FOR_DIGIT = str.maketrans({"8": "B"})
_BLANKS = re.compile(r"\s+")


def is_exemption_list(text: str, *, may_be_misread: bool = False) -> bool:
    """Say whether a text holds exemption codes and nothing else.

    Args:
        text: a printed row, or words of one.
        may_be_misread: whether the place leaves nothing else it could be: letters count for digits.
    """
    return bool((_ONLY_MISREAD if may_be_misread else _ONLY).match(text))


@lru_cache(maxsize=4096)
def parse_exemptions(text: str, *, may_be_misread: bool = False) -> tuple[str, ...]:
    """Return the exemption codes in a text in their usual spelling: B7(C), 1.4(B), 25X1.

    Each once, in printed order. A code no law or order has is left out.
    """
    if text.strip() == "NR":
        return ("NR",)
    found = (_FIND_MISREAD if may_be_misread else _FIND).finditer(text)
    codes = (code for match in found for code in _spelled(match.group()))
    return tuple(dict.fromkeys(code for code in codes if code in EXEMPTIONS))


def _spelled(printed: str) -> tuple[str, ...]:
    """Return a code as the vocabulary writes it; the statute behind a B3 is a code of its own."""
    statute = _STATUTE_BEHIND.search(printed)
    if statute:
        name = next(one for one in _STATUTES if _bare(one) == _bare(statute[1]))
        return (*_spelled(printed[: statute.start()].rstrip(" ,")), name)
    squeezed = _NOT_LETTER_OR_DIGIT.sub("", printed.upper())
    if squeezed[0] in "JK":
        return (squeezed,)
    if squeezed[:2] in ("25", "50", "75"):
        return (_BLANKS.sub("", printed.upper()),)
    if squeezed[0] in "B8" and "." not in squeezed:
        return (_foia(squeezed),)
    return (_section(squeezed),)


def _foia(squeezed: str) -> str:
    letter = f"({squeezed[2]})" if len(squeezed) > 2 else ""
    return f"B{squeezed[1].translate(DIGIT_LOOKALIKES)}{letter}"


def _section(squeezed: str) -> str:
    """Return `14D` or `1.4D` as 1.4(D), `1.3A5` as 1.3(A)(5), `1301A` as 1-301(A)."""
    plain = squeezed.replace(".", "").replace("I", "1")
    if plain.startswith("1301"):
        return f"1-301({plain[4]})"
    letter = plain[2].translate(_LETTER_FOR_DIGIT)
    number = f"({plain[3:]})" if len(plain) > 3 else ""
    return f"{plain[0]}.{plain[1]}({letter}){number}"


def _bare(text: str) -> str:
    return _NOT_LETTER_OR_DIGIT.sub("", text.upper())
