"""The TAGS line: subjects, countries, organisations and persons a cable is about (5 FAH-3).

Codes stand apart by commas or by blanks (TAGS handbook 1974), persons in parentheses.
"""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from transform.cable import Tag, TagKind
from transform.defects import Defect, DefectCode, Parsed
from transform.header.names import join_lines, parsed
from transform.header.tag_codes import (
    PERSON_CODES,
    is_first_name,
    is_last_name,
    is_name,
    is_subject,
    read_code,
    read_exchanged,
    split_entry,
)
from transform.vocab import TAGS

FIELD = "tags"

_LABEL = re.compile(
    r"^\W{0,3}(?P<label>T\s?[A4@]?\s?G\s?[EC]?\s?[S5$]?[CS8]?|T[A4]S|TA[CO6]S"
    r"|[T7IJ1][A4@][GC6O0][S58B])(?![A-Z0-9])\s*(?P<mark>[:;./-])?\s*"
)
_SPLIT = re.compile(r"[,;]|(?<=[A-Z]{2})[.'`]\s")
"""Entries are parted by commas; a worn comma prints as a full stop (11 MEXICO 392, bad print)."""
_PERSON = re.compile(r"\(([^()]{2,})\)?")
_STOP = re.compile(r"(?<![ .][A-Za-z])\.$")
"""A stop at a name's end, unless it stands behind an initial."""
_CODE = re.compile(r"^[A-Z0-9][A-Z0-9/&'.-]*$")
_WORN_LABEL = re.compile(r"^[T7IJ1][A4@][GC6O0][S58B]$")
"""TAGS with each letter as worn type prints it: `T4GS`, `IAGS`, `TAG8`."""
_LABELS = frozenset({"TAGS", "TAG"})
_COLONS = frozenset({":", ";", "."})
"""Marks that set off a slip of the label; behind the whole word `/` and `-` are seen too."""
_NONE = frozenset({"N/A", "NA", "NONE", "UNKNOWN", "N.A"})

CLOSE_LABEL = 85.0
"""Least similarity (0 to 100) of a slip of the label to TAGS: TGS and TAS are 86, TAGES 89."""

MOST_LISTED = 25
"""Codes of one line; a longer list is a text of another kind."""


def parse_tags(text: str) -> Parsed[tuple[Tag, ...]]:
    """Read a TAGS line with or without its label; wrapped lines joined before or not.

    Seen: `EAID, BL`, `MASS BL`, `CASC, BL (VICENTE, JUDITH)`, `TSAP, EAIR, Tl` (for TI),
    `TSPA, EAIR, KZ, TI, TAJIK AIR, (RHODES, ED)`, glued `PHUMPGOV`.

    A person's name comes without its parentheses. An unknown entry is kept as printed with kind
    `unknown` and `tags.unknown`; but a line must name a subject (TAGS handbook 1974), so where
    none is known, one with two letters exchanged is put right (EOXC for OEXC).

    Returns:
        An empty tuple for `N/A` or nothing.
    """
    value = _without_label(join_lines(text.split("\n")))
    tags: list[Tag] = []
    rules: list[str] = []
    defects: list[Defect] = []
    entries = _with_persons(_entries(value))
    read = read_code if _names_subject(entries) else read_exchanged
    for is_person, entry in entries:
        if is_person:
            tags.append(Tag(tag=entry.upper(), kind=TagKind.PERSON))
            continue
        known, rule = read(entry)
        if rule:
            rules.append(rule)
            defects.append(_defect(DefectCode.TAG_REPAIRED, f"{entry!r} read as", known))
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
    has_colon = match["mark"] in _COLONS
    return has_colon or looks_like_tags(text[match.end() :]) or text.strip() == "TAGS"


def looks_like_tags(text: str) -> bool:
    """Say whether an unlabelled text is a list of TAGS: `EDIS, ETRD, EAGR, BL`.

    Nothing but codes, at least half of them known and at least one of those a subject.
    """
    codes = _bare_codes(text)
    known = [TAGS[code] for code in codes if code in TAGS]
    subjects = [tag for tag in known if tag.kind in (TagKind.SUBJECT, TagKind.PROGRAM)]
    return bool(subjects) and 2 * len(known) >= len(codes)


def goes_on_with_tags(text: str) -> bool:
    """Say whether a row below a TAGS row goes on with it: a list, known codes, or persons."""
    codes = _bare_codes(text)
    if not codes:
        return _PERSON.fullmatch(text.strip(" .,;")) is not None
    return all(code in TAGS for code in codes) or looks_like_tags(text)


def _bare_codes(text: str) -> list[str]:
    """Return the words of a text that is codes and persons and nothing else, or none."""
    value = _PERSON.sub(" ", text).strip(" .,;")
    if value != value.upper():
        return []
    codes = [code for part in _SPLIT.split(value) for code in part.split()]
    is_list = len(codes) <= MOST_LISTED and all(_CODE.match(code) for code in codes)
    return codes if is_list else []


def _label(text: str) -> re.Match[str] | None:
    """Return the label, exact or a known slip, at the start of a text."""
    match = _LABEL.match(text.upper())
    if match is None:
        return None
    label = match["label"].replace(" ", "")
    if label in _LABELS:
        return match
    is_close = fuzz.ratio(label, "TAGS") >= CLOSE_LABEL or _WORN_LABEL.match(label)
    return match if is_close and match["mark"] in _COLONS else None


def _without_label(text: str) -> str:
    match = _label(text)
    return text[match.end() :] if match else text


def _entries(value: str) -> list[tuple[bool, str]]:
    """Return the entries in printed order, each with whether it is a person in parentheses."""
    entries: list[tuple[bool, str]] = []
    end = 0
    for person in _PERSON.finditer(value):
        entries.extend(_plain(value[end : person.start()]))
        entries.append((True, _STOP.sub("", person[1].strip(" ,;"))))
        end = person.end()
    entries.extend(_plain(value[end:]))
    return entries


def _plain(text: str) -> list[tuple[bool, str]]:
    parts = (part.strip(" .:()*'`~|_") for part in _SPLIT.split(text))
    # A single letter is a speck: the shortest codes, of countries, have two.
    kept = (part for part in parts if len(part) > 1 and part.upper() not in _NONE)
    return [(False, one) for part in kept for one in split_entry(part)]


def _with_persons(entries: list[tuple[bool, str]]) -> list[tuple[bool, str]]:
    """Tell the persons named without parentheses: `OVIP SMITH JOHN`, `OVIP, SMITH, JOHN`."""
    found: list[tuple[bool, str]] = []
    position = 0
    while position < len(entries):
        is_person, entry = entries[position]
        follows = bool(found) and not found[-1][0] and found[-1][1].upper() in PERSON_CODES
        after = entries[position + 1] if position + 1 < len(entries) else (True, "")
        if follows and not is_person and is_name(entry):
            last, _, first = entry.partition(" ")
            found.append((True, f"{last}, {first}"))
        elif (
            follows
            and not (is_person or after[0])
            and is_last_name(entry)
            and is_first_name(after[1])
        ):
            found.append((True, f"{entry}, {after[1]}"))
            position += 1
        else:
            found.append((is_person, entry))
        position += 1
    return found


def _names_subject(entries: list[tuple[bool, str]]) -> bool:
    codes = (code for is_person, one in entries if not is_person for code in read_code(one)[0])
    return any(is_subject(code) for code in codes)


def _tag(code: str) -> Tag:
    known = TAGS.get(code)
    if known is None:
        return Tag(tag=code, kind=TagKind.UNKNOWN)
    return Tag(tag=code, kind=known.kind, meaning=known.meaning)


def _defect(code: DefectCode, what: str, tags: tuple[str, ...]) -> Defect:
    return Defect(code=code, field=FIELD, message=f"{what} {', '.join(tags)}")
