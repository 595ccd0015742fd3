"""Print misread as engines misread it: characters of one shape, lost blanks, lost marks."""

from __future__ import annotations

from random import Random

SHAPES = (
    "0OQDC", "1IlL|", "2Z", "5S", "6G", "8BS", "3B", "4A", "7T", "EF", "PF", "CGO", "MNH", "NH",
    "UV", "VY", "WV", "TI", "RB", "KR", "XK", "JI", "bh6", "ec", "ao", "nu", "rn", "tf", "gq",
)  # fmt: skip
"""Characters taken for each other in worn type; the first of a pair as often as the second."""

MARKS = {":": (";", ".", ""), ",": (".", "", "'"), ".": (",", "", ":"), "-": ("~", "", "_"),
         "/": ("1", "l", "I"), "(": ("{", "[", "/"), ")": ("}", "]", "/")}  # fmt: skip
"""What marks are read as; an empty text where they are lost."""

BLANK_SHARE = 0.25
"""Blanks are lost a quarter as often as characters are misread: engines see gaps well."""

_ALIKE = {
    sign: "".join(sorted({other for shape in SHAPES if sign in shape for other in shape} - {sign}))
    for sign in sorted(set("".join(SHAPES)))
}


def misread(text: str, share: float, rng: Random) -> str:
    """Return a line with about this share of its characters misread.

    Args:
        text: the line as printed.
        share: 0 to 1.
        rng: the same numbers give the same damage.
    """
    return "".join(_misread_sign(sign, share, rng) for sign in text)


def _misread_sign(sign: str, share: float, rng: Random) -> str:
    if rng.random() >= share * (BLANK_SHARE if sign == " " else 1):
        return sign
    if sign == " ":
        return ""
    if sign in MARKS:
        return rng.choice(MARKS[sign])
    return rng.choice(_ALIKE[sign]) if sign in _ALIKE else sign
