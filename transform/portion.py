"""Portion markings: the brackets at the head of a paragraph that say how it is classified.

Seen: `1 (SBU)` (11 MEXICO 392), `1. (C- ENTIRE TEXT)` (1979STATE331361), `1. C - ENTIRE TEXT.`,
`(S/NF)`; and as scans print them `/S/`, `{C)`, `((S)`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance.Levenshtein import distance

from transform.cable import Classification
from transform.header.classification import parse_classification

MARKINGS = "U|SBU|LOU|C|S|TS|FOUO"
MARKING = rf"(?:{MARKINGS})(?:\s?[/-]{{1,2}}\s?(?:NF|NOFORN|SBU|FOUO|REL[A-Z ,]*))?"
"""Portion markings: U, SBU, LOU, C, S, TS, alone or with a caption (`S/NF`)."""

_EXACT = re.compile(rf"^[\[(]\s?(?P<mark>{MARKING})\s?[\])]\s*(?P<rest>.*)$")
_DAMAGED = re.compile(
    r"^[-.:'*+~\u00b0\u2018\u2019]{0,2}[\[({<|/\\!\u00a2]{1,2}\s?"
    r"(?P<mark>[A-Za-z0-9\u20ac@\u00a7][A-Za-z0-9/ -]{0,9}?)\s?[\])}>|/\\!]"
    r"\W{0,2}\s*(?P<rest>.*)$"
)
"""Brackets OCR reads as strokes or doubles, behind what is left of a line through the marking:
believed behind a paragraph's number only."""
_UNCLOSED = re.compile(
    r"^[\[({<\u00a2]\s?(?P<mark>SBU|LOU)(?:[;:.,]|[yjJlI1])?\s+(?P<rest>.*)$", re.I
)
"""A marking of three letters whose closing bracket is lost, or read as a sign or a thin letter."""
_ENTIRE = re.compile(
    r"^\W{0,2}(?P<mark>[A-Z][A-Z/ ]{0,24}?)\W{0,4}\s?"
    r"(?P<rest>ENTIRE\s+(?:TEXT|MESSAGE|TELEGRAM|CABLE)\b.*?)[.)\s]*$"
)
_MISREAD = str.maketrans(
    {"8": "S", "5": "S", "0": "O", "6": "C", "$": "S", "\u20ac": "C", "@": "C", "\u00a7": "S"}
)
"""In a marking an 8 is an S: only SBU has a B, and there the letters beside it tell. A C with a
line through it is read as the sign of the euro."""
FUZZY_LENGTH = 3
"""SBU and LOU are recognised with one letter wrong."""
_LETTERS = {
    Classification.UNCLASSIFIED: "U",
    Classification.LIMITED_OFFICIAL_USE: "LOU",
    Classification.CONFIDENTIAL: "C",
    Classification.SECRET: "S",
    Classification.TOP_SECRET: "TS",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A paragraph's head: its marking, None without one, and the text behind it."""

    marking: str | None
    rest: str
    is_repaired: bool = False
    """Whether its brackets were misread."""


def portion_of(text: str, *, is_numbered: bool) -> Marked:
    """Return the portion marking a paragraph begins with.

    Args:
        text: the paragraph's first row, without its number.
        is_numbered: whether a number stood before: only there are damaged brackets believed, and
            only there does `C - ENTIRE TEXT` need none.
    """
    exact = _EXACT.match(text)
    if exact:
        return Marked(marking=exact["mark"].replace(" ", ""), rest=exact["rest"])
    if is_numbered:
        entire = _ENTIRE.match(text)
        marking = _spelt(entire["mark"]) if entire else None
        if entire and marking:
            return Marked(marking=marking, rest=entire["rest"])
        damaged = _DAMAGED.match(text)
        marking = _repaired(damaged["mark"]) if damaged else None
        if damaged and marking:
            return Marked(marking=marking, rest=damaged["rest"], is_repaired=True)
        unclosed = _UNCLOSED.match(text)
        if unclosed:
            return Marked(marking=unclosed["mark"].upper(), rest=unclosed["rest"], is_repaired=True)
    return Marked(marking=None, rest=text)


def starts_with_marking(text: str) -> bool:
    """Whether a text begins with a portion marking in its brackets."""
    return bool(_EXACT.match(text))


@lru_cache(maxsize=1024)
def _repaired(printed: str) -> str | None:
    """Return the marking a damaged one was: `8` is S, `S3` S, `Sb0` SBU; None when none is near.

    Of three letters one may be wrong, or there may be one more: shorter ones are too near each
    other.
    """
    signs = "".join(c for c in printed.upper().translate(_MISREAD) if c.isalnum() or c == "/")
    letters = "".join(c for c in signs if not c.isdigit())
    if re.fullmatch(MARKING, letters):
        return letters
    if not 0 <= len(signs) - FUZZY_LENGTH <= 1:
        return None
    known = [marking for marking in MARKINGS.split("|") if len(marking) == FUZZY_LENGTH]
    near = [marking for marking in known if distance(marking, signs) == 1]
    return near[0] if len(near) == 1 else None


def _spelt(printed: str) -> str | None:
    """Return a marking as portions print it: CONFIDENTIAL, misread or not, is C."""
    if re.fullmatch(MARKING, printed):
        return printed.replace(" ", "")
    level = parse_classification(printed).value
    return _LETTERS[level] if level else None
