"""What the field parsers share: repairing misread characters, and building their results."""

from __future__ import annotations

import re
from typing import TypeVar

from transform.defects import Defect, DefectCode, Parsed

T = TypeVar("T")

REPAIR_FACTOR = 0.9
"""What each repair leaves of the confidence. It orders readings, it is no measured probability: a
reading with fewer repairs beats one with more."""

DIGIT_LOOKALIKES = str.maketrans(
    {
        "O": "0",
        "o": "0",
        "Q": "0",
        "D": "0",
        "I": "1",
        "l": "1",
        "L": "1",
        "i": "1",
        "|": "1",
        "!": "1",
        "Z": "2",
        "z": "2",
        "S": "5",
        "s": "5",
        "G": "6",
        "B": "8",
    }
)
"""Characters OCR prints for digits (Tesseract 5.3 on simulated prints, `TBILISI` pages)."""

WORN_DIGITS = str.maketrans({"T": "7", "A": "4", "C": "0", "U": "0", "b": "6", "h": "6", "q": "9"})
"""Further letters for digits, of worn or broken type: a slot that holds nothing but digits is read
through them too, where most of it is digits."""

LETTER_LOOKALIKES = str.maketrans(
    {
        "0": "O",
        "1": "I",
        "|": "I",
        "!": "I",
        "l": "I",
        "2": "Z",
        "4": "A",
        "5": "S",
        "6": "G",
        "7": "T",
        "8": "B",
    }
)
"""Characters OCR prints for capital letters: `N0V`, `0CT`, `Tl` (94 DUSHANBE 259 prints TI)."""

DIGIT_LIKE = "[0-9OoQDIlLi|!ZzSsGB]"
"""A digit, or what OCR prints for one."""

WORN_DIGIT = "[0-9OoQDIlLi|!ZzSsGBTACUbhq]"
"""A digit, what OCR prints for one, or what worn type makes of one."""

_BLANKS = re.compile(r"\s+")
_SOFT_HYPHEN = re.compile("[\u00ad\ufffe]\\s*")
_LINE_HYPHEN = re.compile(r"(?<=[^\W\d_])-\n\s*(?=[^\W\d_])")


def squeeze(text: str) -> str:
    """Return the text with its runs of blanks made one, none at the ends."""
    return _BLANKS.sub(" ", text).strip()


def join_lines(lines: list[str] | tuple[str, ...]) -> str:
    """Join wrapped lines by one blank; a word hyphenated at a line's end is joined.

    `SECURI-` and `TY` give `SECURITY`. Soft hyphens (U+00AD, and U+FFFE as PDF readers give it)
    are dropped wherever they stand.
    """
    text = _LINE_HYPHEN.sub("", "\n".join(line.strip() for line in lines))
    return squeeze(_SOFT_HYPHEN.sub("", text))


def as_digits(text: str) -> str | None:
    """Return the text as digits, look-alikes repaired, or None when something else is in it."""
    digits = text.translate(DIGIT_LOOKALIKES)
    return digits if digits.isascii() and digits.isdigit() else None


def as_worn_digits(text: str) -> str | None:
    """Return the text as digits through worn type too, where at least half of it is digits."""
    digits = as_digits(text.translate(WORN_DIGITS))
    return digits if 2 * sum(map(str.isdigit, text)) >= len(text) else None


def as_letters(text: str) -> str:
    """Return the text in capitals with digits read as the letters they look like."""
    return text.translate(LETTER_LOOKALIKES).upper()


def parsed(value: T, *rules: str, defects: tuple[Defect, ...] = ()) -> Parsed[T]:
    """Return a value with the repairs it took; each lowers the confidence."""
    return Parsed(value=value, defects=defects, rules=rules, confidence=REPAIR_FACTOR ** len(rules))


def unread(code: DefectCode, field: str, message: str) -> Parsed[T]:
    """Return no value and the defect that says why."""
    defect = Defect(code=code, field=field, message=message)
    return Parsed(value=None, defects=(defect,), confidence=0.0)
