"""Classification markings: plain, letter-spaced, abbreviated, misread.

A marking is a whole word: the archive's own captures took SECRETARY for SECRET some 120 times.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_lowercase, ascii_uppercase

from rapidfuzz.distance import Levenshtein

from transform.cable import Classification
from transform.defects import Defect, DefectCode, Parsed
from transform.header.names import LETTER_LOOKALIKES, parsed, unread
from transform.header.shapes import shape_slips
from transform.vocab import CLASSIFICATIONS

FIELD = "classification"

_SPELLINGS = sorted(
    ((spelling.replace(" ", ""), value) for spelling, value in CLASSIFICATIONS.items()),
    key=lambda pair: -len(pair[0]),
)

SHORTEST_FUZZY = 6
"""Markings from six letters on (SECRET, UNCLAS) are also recognised misread; shorter ones are too
near other words."""

LONGEST_PORTION_LETTERS = 2
"""U, C, S and TS are markings only where nothing else stands: prose begins with them."""

LETTERS_A_SLIP = 6
"""One wrong, missing or extra letter is borne for every six: `LIMITED OFFICIEAL USE` (1974 LA PAZ
2004), `CONFIDFNTIAL` (1979 LA PAZ 6049)."""

_LOOKALIKES = {**LETTER_LOOKALIKES, ord("8"): "S"}
"""In markings an 8 is an S: only `SBU` has a B (`8 EC RE T QUITO 000820`, a scan)."""

_LONGEST = max(len(spelling) for spelling, _ in _SPELLINGS) + 3
_EDGES = " \t.,:;-_*'\"()[]/"
_SPACED = re.compile(r"^(?:[^\W_] ){3,}[^\W_](?![^\W_])")

_SPACING_GOES_ON = re.compile(r"^ [^\W_]{1,2} [^\W_]{1,2} ")
"""Behind CONFID in `C O N F I D E N T I A |`: letter-spacing that goes on ends no word."""
_SPACED_SECTION = re.compile(r"^ (?:S E C T|F I N A L)")

_CAPITALS = str.maketrans(ascii_lowercase, ascii_uppercase)
_HEAD = {**_CAPITALS, **_LOOKALIKES, **dict.fromkeys(map(ord, _EDGES))}
"""What a text's letters are compared as. Character by character: the place of each is needed."""
_HEAD_LENGTH = 3 * _LONGEST
"""Characters in which a marking stands, each letter with a blank and a speck beside it."""
LETTERS_AT_START = 2
"""Of a marking's first three letters so many stand among the first four of a misread one."""

_STARTS = tuple({frozenset(spelling[:3]) for spelling, _ in _SPELLINGS if len(spelling) > 1})
_FUZZY = tuple(
    (spelling, value, frozenset(spelling[:3]), len(spelling) // LETTERS_A_SLIP)
    for spelling, value in _SPELLINGS
    if len(spelling) >= LETTERS_A_SLIP
)
_WHOLE = frozenset(spelling for spelling, _ in _SPELLINGS if len(spelling) == 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marking:
    """A marking at the start of a text: where it ends, and what had to be repaired to see it."""

    classification: Classification
    end: int
    rules: tuple[str, ...]


def find_marking(text: str) -> Marking | None:
    """Return the marking a text begins with, or None.

    Blanks inside count for nothing, so that `C O N F I D E N T I A L` and what OCR makes of it
    (`C ON FIDEN T I A L`) are one. The longest spelling that fits wins; an exact fit wins over a
    misread one.
    """
    letters = _letters(text)
    if not _may_begin(letters[:4]):
        return None
    for spelling, value in _SPELLINGS:
        if letters.startswith(spelling):
            ends = _ends(text, len(letters))
            if _ends_well(text, ends, len(spelling)):
                return Marking(classification=value, end=ends[len(spelling) - 1], rules=())
    return _misread(text, letters)


def may_begin_marking(text: str) -> bool:
    """Say cheaply whether a text can begin with a marking; `find_marking` says whether it does."""
    return _may_begin(_letters(text)[:4])


def find_glued_marking(text: str) -> Marking | None:
    """Return the marking whose letters a text begins with, though more letters follow at once.

    `UNCLASLA PAZ` is one, and so is SECRETARY: the caller must know what can follow.
    """
    letters = _letters(text)
    for spelling, value in _SPELLINGS:
        if len(spelling) >= SHORTEST_FUZZY and letters.startswith(spelling):
            ends = _ends(text, len(spelling))
            return Marking(classification=value, end=ends[-1], rules=())
    return None


def parse_classification(text: str) -> Parsed[Classification]:
    """Read a text that is a marking: `UNCLASSIFIED`, `S E C R E T`, `LOU`, `C0NFIDENTIAL`.

    What follows the marking after a blank is left alone. LIMDIS and other captions are none.

    Returns:
        No value and `classification.unreadable` when the text begins with no marking.
    """
    marking = find_marking(text)
    if marking is None:
        return unread(
            DefectCode.CLASSIFICATION_UNREADABLE, FIELD, f"{text.strip()!r} is no classification"
        )
    return parsed(marking.classification, *marking.rules, defects=repaired(text, marking))


def is_classification_line(text: str) -> bool:
    """Say whether a line holds a marking and nothing else, as the top and foot of pages do.

    The letters of portion markings (C, TS) are none: alone on a line they are something else.
    """
    marking = find_marking(text)
    if marking is None or text[marking.end :].strip(_EDGES):
        return False
    return len(text[: marking.end].strip(_EDGES)) > LONGEST_PORTION_LETTERS


def repaired(text: str, marking: Marking) -> tuple[Defect, ...]:
    """Return the defect that tells of a misread marking, if it was one."""
    if not marking.rules:
        return ()
    message = f"{text[: marking.end].strip()!r} read as {marking.classification}"
    return (Defect(code=DefectCode.FIELD_REPAIRED, field=FIELD, message=message),)


def _letters(text: str) -> str:
    """Return the first letters of a text in capitals, without blanks and specks."""
    return text[:_HEAD_LENGTH].translate(_HEAD)[: _LONGEST + 1]


@lru_cache(maxsize=32768)
def _may_begin(head: str) -> bool:
    """Rule most lines out by their first four letters: a marking shows two of its first three."""
    if head in _WHOLE:
        return True
    first = set(head)
    return any(len(start & first) >= LETTERS_AT_START for start in _STARTS)


def _ends(text: str, count: int) -> list[int]:
    """Return for each of the first letters the position behind it in the text."""
    found = [n for n, character in enumerate(text[:_HEAD_LENGTH], 1) if character not in _EDGES]
    return found[:count]


def _ends_well(text: str, ends: list[int], length: int) -> bool:
    """Say whether a word ends after so many letters, and no abbreviation is cut out of spacing."""
    rest = text[ends[length - 1] :]
    if rest[:1].isalnum() or (length <= LONGEST_PORTION_LETTERS and rest.strip(_EDGES)):
        return False
    if _SPACING_GOES_ON.match(rest) and not _SPACED_SECTION.match(rest):
        return False
    return length >= SHORTEST_FUZZY or not _SPACED.match(text.lstrip(_EDGES))


def _slips(spelling: str, letters: str, allowed: int) -> float:
    """Return how far letters are from a marking; one of the same shape counts half a slip."""
    slips = Levenshtein.distance(spelling, letters, score_cutoff=2 * allowed)
    if slips <= 1 or slips > 2 * allowed:
        return slips
    by_shape = shape_slips(spelling, letters)
    return slips if by_shape is None else by_shape / 2


def _misread(text: str, letters: str) -> Marking | None:
    best: tuple[float, int, Marking] | None = None
    first = set(letters[:4])
    for spelling, value, start, allowed in _FUZZY:
        if len(start & first) < LETTERS_AT_START:
            continue
        # What is far at the spelling's own length is too far at a length a slip or two away.
        bound = 3 * allowed
        if Levenshtein.distance(spelling, letters[: len(spelling)], score_cutoff=bound) > bound:
            continue
        for length in range(
            len(spelling) - allowed, min(len(spelling) + allowed, len(letters)) + 1
        ):
            slips = _slips(spelling, letters[:length], allowed)
            rank = (slips, -len(spelling))
            if slips > allowed or (best is not None and rank >= best[:2]):
                continue
            ends = _ends(text, len(letters))
            if _ends_well(text, ends, length):
                marking = Marking(
                    classification=value,
                    end=ends[length - 1],
                    rules=("classification.misread",),
                )
                best = (*rank, marking)
    return best[2] if best else None
