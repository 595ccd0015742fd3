"""The TAGS line: subjects, countries, organisations and persons a cable is about (5 FAH-3).

Codes stand apart by commas or by blanks (TAGS handbook 1974), persons in parentheses.
"""

from __future__ import annotations

import re
from itertools import product

from rapidfuzz import fuzz

from transform.cable import Tag, TagKind
from transform.defects import Defect, DefectCode, Parsed
from transform.header.names import join_lines, parsed
from transform.vocab import TAGS

FIELD = "tags"

_LABEL = re.compile(
    r"^\W{0,3}(?P<label>T\s?[A4@]?\s?G\s?[EC]?\s?[S5$]?[CS8]?|T[A4]S|TA[CO6]S)(?![A-Z0-9])\s*(?P<mark>[:;.])?\s*"
)
_SPLIT = re.compile(r"[,;]|(?<=[A-Z]{2})\.\s")
"""Entries are parted by commas; a worn comma prints as a full stop (11 MEXICO 392, bad print)."""
_PERSON = re.compile(r"\(([^()]{2,})\)?")
_CODE = re.compile(r"^[A-Z0-9][A-Z0-9/&'.-]*$")
_NONE = frozenset({"N/A", "NA", "NONE", "UNKNOWN", "N.A"})

SUBJECT_FIELDS = frozenset("ABCEKLMOPST")
"""First letters of subject and program codes (TAGS handbook 1974, 5 FAH-3)."""

LOOKALIKES = {
    "0": "O",
    "1": "IL",
    "|": "IL",
    "!": "I",
    "l": "I",
    "5": "S",
    "8": "B",
    "6": "G",
    "2": "Z",
    "I": "L",
    "L": "I",
    "Q": "O",
}
"""What a misread character of a code may be. Letters for letters only where the shapes are one."""

MOST_CANDIDATES = 64
"""Readings tried for one code: more than any code of six misread characters gives."""

SHORTEST_GLUED = 6
"""The shortest run of two codes: a subject and a country."""

CLOSE_LABEL = 85.0
"""Least similarity (0 to 100) of a slip of the label to TAGS: TGS and TAS are 86, TAGES 89."""

MOST_LISTED = 25
"""Codes of one line; a longer list is a text of another kind."""


def parse_tags(text: str) -> Parsed[tuple[Tag, ...]]:
    """Read a TAGS line with or without its label; wrapped lines joined before or not.

    Seen: `EAID, BL`, `MASS BL`, `CASC, BL (VICENTE, JUDITH)`, `TSAP, EAIR, Tl` (for TI),
    `TSPA, EAIR, KZ, TI, TAJIK AIR, (RHODES, ED)`, glued `PHUMPGOV`.

    A person's name comes without its parentheses. An unknown entry is kept as printed with kind
    `unknown` and `tags.unknown`; misprints (EOXC for OEXC) are kept too: they are printed so.

    Returns:
        An empty tuple for `N/A` or nothing.
    """
    value = _without_label(join_lines(text.split("\n")))
    tags: list[Tag] = []
    rules: list[str] = []
    defects: list[Defect] = []
    for is_person, entry in _entries(value):
        if is_person:
            tags.append(Tag(tag=entry.upper(), kind=TagKind.PERSON))
            continue
        for code in _codes(entry):
            known, rule = _read_code(code)
            if rule:
                rules.append(rule)
                defects.append(_defect(DefectCode.TAG_REPAIRED, f"{code!r} read as", known))
            for one in known:
                tags.append(_tag(one))
                if one not in TAGS:
                    defects.append(_defect(DefectCode.TAG_UNKNOWN, "not a known code:", (one,)))
    return parsed(tuple(dict.fromkeys(tags)), *dict.fromkeys(rules), defects=tuple(defects))


def is_tags_line(text: str) -> bool:
    """Say whether a line begins with the label TAGS or a slip of it: TAGE S, TAS, TGS, TAGSC.

    Without a colon (`TAGS ACOM, BEXP`) the label must be whole and codes must follow.
    """
    match = _label(text)
    if match is None:
        return False
    return bool(match["mark"]) or looks_like_tags(text[match.end() :]) or text.strip() == "TAGS"


def looks_like_tags(text: str) -> bool:
    """Say whether an unlabelled text is a list of TAGS: `EDIS, ETRD, EAGR, BL`.

    Nothing but codes, at least half of them known and at least one of those a subject.
    """
    value = _PERSON.sub(" ", text).strip(" .,;")
    if not value or value != value.upper():
        return False
    codes = [code for part in _SPLIT.split(value) for code in part.split()]
    if not codes or len(codes) > MOST_LISTED or not all(_CODE.match(code) for code in codes):
        return False
    known = [TAGS[code] for code in codes if code in TAGS]
    subjects = [tag for tag in known if tag.kind in (TagKind.SUBJECT, TagKind.PROGRAM)]
    return bool(subjects) and 2 * len(known) >= len(codes)


def _label(text: str) -> re.Match[str] | None:
    """Return the label, exact or a known slip, at the start of a text."""
    match = _LABEL.match(text.upper())
    if match is None:
        return None
    label = match["label"].replace(" ", "")
    exact = label == "TAGS"
    close = fuzz.ratio(label, "TAGS") >= CLOSE_LABEL
    return match if exact or (close and match["mark"]) else None


def _without_label(text: str) -> str:
    match = _label(text)
    return text[match.end() :] if match else text


def _entries(value: str) -> list[tuple[bool, str]]:
    """Return the entries in printed order, each with whether it is a person in parentheses."""
    entries: list[tuple[bool, str]] = []
    end = 0
    for person in _PERSON.finditer(value):
        entries.extend(_plain(value[end : person.start()]))
        entries.append((True, person[1].strip(" .,;")))
        end = person.end()
    entries.extend(_plain(value[end:]))
    return entries


def _plain(text: str) -> list[tuple[bool, str]]:
    parts = (part.strip(" .:()*'`~|_") for part in _SPLIT.split(text))
    return [(False, part) for part in parts if part and part.upper() not in _NONE]


def _codes(entry: str) -> list[str]:
    """Split an entry at its blanks, unless it is a name of several words.

    `MASS BL` is two codes; `AER LINGUS` is listed and `TAJIK AIR` holds no code at all: one each.
    """
    words = entry.split()
    if len(words) == 1 or entry.upper() in TAGS:
        return [entry]
    known = [_read_code(word)[0][0] in TAGS for word in words]
    shaped = (
        is_known or _is_code_shaped(word) for is_known, word in zip(known, words, strict=True)
    )
    return words if any(known) and all(shaped) else [entry]


def _is_code_shaped(word: str) -> bool:
    upper = word.upper()
    return upper.isalpha() and len(upper) == 4 and upper[0] in SUBJECT_FIELDS


def _read_code(code: str) -> tuple[tuple[str, ...], str | None]:
    """Return the code or codes a printed entry means, and the rule where it was repaired."""
    upper = code.upper()
    if code in TAGS or (upper in TAGS and (code.islower() or code.istitle())):
        mixed = code.istitle() and "l" in code and len(code) == 2
        if not mixed:
            return (upper,), None
    readings = {reading for reading in _readings(code) if reading in TAGS}
    if len(readings) == 1:
        return (readings.pop(),), "tags.misread"
    if upper in TAGS:
        return (upper,), None
    glued = _split_glued(upper)
    return (glued, "tags.split_glued") if glued else ((upper,), None)


def _readings(code: str) -> set[str]:
    """Return what a code may say when its misread characters are put right.

    A small l between capitals is a capital I and nothing else (94 DUSHANBE 259: `Tl` for TI).
    """
    if not any(character in LOOKALIKES for character in code):
        return set()
    certain = code.replace("l", "I") if not code.islower() else code
    if certain != code and certain.upper() in TAGS:
        return {certain.upper()}
    choices = [character.upper() + LOOKALIKES.get(character, "") for character in certain]
    total = 1
    for choice in choices:
        total *= len(choice)
    if total > MOST_CANDIDATES or len(code) < 3:
        return set()
    return {"".join(letters) for letters in product(*choices)} - {code.upper()}


def _split_glued(code: str) -> tuple[str, ...]:
    """Split `PHUMPGOV` into known codes: subjects first, then countries; empty when it does not."""
    if len(code) < SHORTEST_GLUED or not code.isalpha():
        return ()
    split = 0
    pieces: list[str] = []
    while (piece := code[split : split + 4]) in TAGS and len(piece) == 4:
        pieces.append(piece)
        split += 4
    countries = [code[at : at + 2] for at in range(split, len(code), 2)]
    if not pieces or not all(_is_country(country) for country in countries):
        return ()
    return (*pieces, *countries)


def _is_country(code: str) -> bool:
    return code in TAGS and TAGS[code].kind is TagKind.GEOGRAPHIC


def _tag(code: str) -> Tag:
    known = TAGS.get(code)
    if known is None:
        return Tag(tag=code, kind=TagKind.UNKNOWN)
    return Tag(tag=code, kind=known.kind, meaning=known.meaning)


def _defect(code: DefectCode, what: str, tags: tuple[str, ...]) -> Defect:
    return Defect(code=code, field=FIELD, message=f"{what} {', '.join(tags)}")
