"""Captions: the words under the control line that say who may see a cable and how it is handled."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from transform.defects import Defect, DefectCode, Parsed
from transform.header.names import as_letters, parsed, squeeze, unread
from transform.header.shapes import closest_by_shape
from transform.vocab import CAPTIONS

FIELD = "captions"

CORRECTED_COPY = "CORRECTED COPY"
"""A remark kept among the captions; its own words stay in the reading's raw text."""

SHORTEST_FUZZY = 5
"""Captions from five letters on (EXDIS, SIPDIS) are recognised with one wrong letter."""

_SINGLE = tuple(caption for caption in CAPTIONS if " " not in caption)
_BY_KEY = {caption.replace(" ", ""): caption for caption in CAPTIONS}
_LONGEST_WORDS = max(len(caption.split()) for caption in CAPTIONS)
_FIRST_WORDS = frozenset(
    (
        *(caption.split()[0] for caption in CAPTIONS),
        *("CODEL", "STAFFDEL", "NODEL", "VISIT", "EYES", "FOR"),
    )
)
"""Words a line of captions begins with, as printed."""
_EDGES = " \t.,:;*/-_'\"()[]"
_PARTS = re.compile(r"[^\s,;/]+")
_NAMED = re.compile(r"^(?:CODEL|STAFFDEL|NODEL|VISIT)\b[ :-]*[A-Z][A-Z ,.'/()-]*$")
_HANDLE = re.compile(r"^(?P<caption>EXDIS|NODIS|LIMDIS|STADIS)\b.*\bHANDLE\b")
_ONLY = re.compile(r"^(?:EYES ONLY|FOR [A-Z .,'/-]+ ONLY)\b[ A-Z.,'/-]*$")
_CORRECTED = re.compile(r"^\W*C\s?O\s?R\s?R\s?E\s?C\s?T\s?E\s?D\s*C\s?O\s?P\s?Y(?![A-Z])")
"""The remark of a retransmission, spaced or not, what was corrected behind it:
`C O R R E C T E D  C O P Y//SUBJECT LINE////`."""
_SPACED = re.compile(r"^(?:[A-Z0-9] ){2,}[A-Z0-9]$")


def parse_caption(text: str) -> Parsed[tuple[str, ...]]:
    """Read a line made only of captions, in printed order without repeats.

    Seen: `SIPDIS`, `SENSITIVE`, `LIMDIS`, `SENSITIVE SIPDIS`, `S I P D I S`, `CODEL SOLARZ`,
    `EXDIS - MILITARY ADDRESSEES HANDLE AS SPECAT EXCLUSIVE`, `FOR THE AMBASSADOR ONLY`. One wrong
    letter is repaired (`SIPDLS`).

    Returns:
        No value and `caption.unknown` when anything else stands on the line.
    """
    line = squeeze(text).upper().strip(_EDGES)
    if _SPACED.match(line) and not _CORRECTED.match(line):
        line = line.replace(" ", "")
    whole = _whole_line(line)
    if whole:
        return parsed((whole,))
    captions, rest, rules = _read(line)
    if not captions or rest:
        return unread(
            DefectCode.CAPTION_UNKNOWN, FIELD, f"{text.strip()!r} is no line of known captions"
        )
    defects: tuple[Defect, ...] = ()
    if rules:
        message = f"{text.strip()!r} read as {', '.join(captions)}"
        defects = (Defect(code=DefectCode.FIELD_REPAIRED, field=FIELD, message=message),)
    return parsed(captions, *rules, defects=defects)


def is_caption_line(text: str) -> bool:
    """Say whether a line is made only of captions."""
    first = _PARTS.search(text)
    return bool(first and _may_open(first[0])) and parse_caption(text).value is not None


@lru_cache(maxsize=8192)
def _may_open(word: str) -> bool:
    """Rule most lines out by their first word: a caption's, misread or not, or a spaced letter."""
    first = word.upper().strip(_EDGES)
    if len(first) <= 1:
        return True
    return first in _FIRST_WORDS or _closest(first) is not None or first.startswith("CORRECTED")


def find_captions(text: str) -> tuple[tuple[str, ...], str]:
    """Return the captions a text begins with, exactly spelt, and the rest of it.

    For captions on a control line: `EFTO`, `SIPDIS` after the serial.
    """
    captions: list[str] = []
    rest = text
    while (found := _exact_head(rest)) is not None:
        captions.append(found[0])
        rest = found[1]
    return tuple(dict.fromkeys(captions)), rest


def _whole_line(line: str) -> str | None:
    handled = _HANDLE.match(line)
    if handled:
        return handled["caption"]
    if _CORRECTED.match(line):
        return CORRECTED_COPY
    return line if _NAMED.match(line) or _ONLY.match(line) else None


def _exact_head(text: str) -> tuple[str, str] | None:
    words = list(_PARTS.finditer(text))[:_LONGEST_WORDS]
    for length in range(len(words), 0, -1):
        head = " ".join(word[0] for word in words[:length]).strip(_EDGES).upper()
        if head in CAPTIONS:
            return head, text[words[length - 1].end() :]
    return None


def _read(line: str) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    captions: list[str] = []
    rules: tuple[str, ...] = ()
    while line.strip(_EDGES):
        exact = _exact_head(line)
        if exact:
            caption, line = exact
        else:
            word = _PARTS.search(line)
            closest = _closest(word[0]) if word else None
            if word is None or closest is None:
                return tuple(captions), line, rules
            caption, line = closest, line[word.end() :]
            rules = ("caption.closest",)
        captions.append(caption)
    return tuple(dict.fromkeys(captions)), "", rules


@lru_cache(maxsize=8192)
def _closest(word: str) -> str | None:
    """Return the one caption that differs from a misread word by at most one letter."""
    letters = as_letters(word).strip(_EDGES)
    if letters in _BY_KEY:
        return _BY_KEY[letters]
    if len(letters) < SHORTEST_FUZZY:
        return None
    near = [
        caption
        for key, caption in _BY_KEY.items()
        if len(key) >= SHORTEST_FUZZY and Levenshtein.distance(key, letters, score_cutoff=1) <= 1
    ]
    return near[0] if len(near) == 1 else _worn(letters)


def _worn(letters: str) -> str | None:
    """Return the caption of one word whose letters were all printed in like shapes."""
    key = closest_by_shape(letters, _SINGLE)
    return _BY_KEY[key] if key else None
