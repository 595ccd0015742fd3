"""The control line: `CLASS [SECTION n OF m] POST SERIAL`, with no year.

Seen: `UNCLAS MEXICO 000392`, `C O N F I D E N T I A L SECTION 1 OF 2 LA PAZ 6049`,
`LIMITED OFFICIAL USE SECTION 1 OF 3 LA PAZ 2004/1`, `LIMITED OFFICIAL USE 2284`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from transform.cable import Classification
from transform.defects import Defect, DefectCode, Parsed
from transform.header.captions import find_captions
from transform.header.classification import (
    Marking,
    find_glued_marking,
    find_marking,
    may_begin_marking,
    repaired,
)
from transform.header.mrn import read_post
from transform.header.names import (
    DIGIT_LIKE,
    REPAIR_FACTOR,
    WORN_DIGIT,
    as_digits,
    as_worn_digits,
    squeeze,
    unread,
)
from transform.vocab import POSTS, closest_post

FIELD = "control_line"

SHORTEST_MARKING = 6
"""Letters of SECRET and UNCLAS: what is shorter says nothing about a torn row."""

LONGEST_NAME = 4
"""Words in the longest post name: IRAN RPO DUBAI has three, US MISSION EC BRUSSELS four."""

_NUMBER = rf"{DIGIT_LIKE}{{1,2}}"
_SECTION = re.compile(
    rf"^\W*(?:(?P<final>FINAL\s*)?S\s?[E3]\s?[CG]\s?T\s?[I1L]\s?[O0]\s?N\s*(?P<no>{_NUMBER})?\s*"
    rf"[O0][FP]\s*(?P<count>{_NUMBER}))(?![0-9])\W*",
    re.IGNORECASE,
)
_SECTION_TAIL = re.compile(
    rf"\W*\bS[E3]CT[I1L][O0]N\s*(?P<no>{_NUMBER})\s*[O0][FP]\s*(?P<count>{_NUMBER})\W*$", re.I
)
_SERIAL = re.compile(
    rf"(?<![0-9A-Za-z])(?P<serial>{WORN_DIGIT}{{0,6}}[0-9]{WORN_DIGIT}{{0,6}})"
    r"(?P<part>/\s?\d{1,2})?(?![0-9A-Za-z])"
)
_GLUED_SERIAL = re.compile(r"^(?P<post>[A-Z .'/-]*[A-Z])(?P<serial>\d{3,7})(?P<part>/\d{1,2})?\b")

_SERIES = re.compile(r"^\s*(?:TOSEC|SECTO|PARTO|TOPAR|/)\s*\d{4,7}(?!\d)")
"""The number in a traveller's series behind the sender's own: `STATE 123456 TOSEC 060123`."""

_SERIES_NAME = re.compile(r"\b(?:TOSEC|SECTO|PARTO|TOPAR)$")
"""The series a number belongs to, whatever post typed it (`PARIS TOSEC 090034`)."""

SHORTEST_SERIAL, LONGEST_SERIAL = 2, 7
"""Digits of a serial: three to seven, zero-padded; two are seen where nothing pads them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlLine:
    """What a control line gives. Of a damaged one some parts may be None."""

    classification: Classification
    post: str | None
    """As posts spell it; as printed when it is unknown."""
    serial: int | None
    serial_raw: str | None
    """As printed, zeros and all: 000392."""
    section_no: int | None
    section_count: int | None
    captions: tuple[str, ...]
    """Captions on the same line: SIPDIS, EFTO."""
    rest: str
    """What else stands on the line."""


def parse_control_line(text: str) -> Parsed[ControlLine]:
    """Read a control line.

    A final section (`FINAL SECTION OF 3`) has its count for its number. A serial's tail (`2004/1`)
    is the section once more and is dropped where a section is printed. Glued parts
    (`UNCLASLA PAZ 0874`) are parted where a known post begins.

    Returns:
        No value and `classification.unreadable` when the line begins with no marking. A line with
        a marking but no readable serial has `mrn.unreadable`.
    """
    marking = find_marking(text)
    if marking is None or marking.rules:
        glued = find_glued_marking(text)
        if glued and _begins_with_post(text[glued.end :]):
            marking = replace(glued, rules=("control_line.split_glued",))
    if marking is None:
        return _no_control_line(text)
    rest = text[marking.end :]
    rules = list(marking.rules)
    captions, rest = find_captions(rest)
    section_no, section_count, rest = _section(rest)
    post, serial, rest, found = _number(rest)
    rules.extend(found)
    more, rest = find_captions(_SERIES.sub("", rest))
    if section_count is None:
        section_no, section_count, rest = _trailing_section(rest)
    line = ControlLine(
        classification=marking.classification,
        post=post,
        serial=int(digits) if serial and (digits := as_worn_digits(serial)) else None,
        serial_raw=serial,
        section_no=section_no,
        section_count=section_count,
        captions=tuple(dict.fromkeys((*captions, *more))),
        rest=squeeze(rest),
    )
    defects = _defects(text, marking, line, tuple(rules))
    confidence = REPAIR_FACTOR ** len(rules)
    return Parsed(value=line, defects=defects, rules=tuple(rules), confidence=confidence)


def is_control_line(text: str) -> bool:
    """Say whether a line is a control line: a marking with a section, or a post and a serial.

    Prose that begins with a marking is none (`SECRET POLICE ARRESTED 1500`): all words between
    marking and serial must be one post's name, and nothing but captions may follow.
    """
    if not may_begin_marking(text):
        return False
    line = parse_control_line(text).value
    if line is None or any(character.isalnum() for character in line.rest):
        return False
    if line.section_count is not None or "EFTO" in line.captions:
        return True
    if line.serial is None:
        return line.post is not None and POSTS.find(line.post) is not None
    return line.post is None or len(line.post.split()) <= LONGEST_NAME


def is_torn_control_line(text: str) -> bool:
    """Say whether a line begins with a whole marking, whatever is left of the rest of it.

    Prose may begin so too: only for a row whose place says that it is the control line.
    """
    marking = find_marking(text)
    return marking is not None and len(text[: marking.end].replace(" ", "")) >= SHORTEST_MARKING


def _no_control_line(text: str) -> Parsed[ControlLine]:
    message = f"{text.strip()!r} does not begin with a classification"
    return unread(DefectCode.CLASSIFICATION_UNREADABLE, FIELD, message)


def _section(text: str) -> tuple[int | None, int | None, str]:
    match = _SECTION.match(text)
    if match is None:
        return None, None, text
    return (*_section_numbers(match), text[match.end() :])


def _trailing_section(text: str) -> tuple[int | None, int | None, str]:
    match = _SECTION_TAIL.search(text)
    if match is None:
        return None, None, text
    return (*_section_numbers(match), text[: match.start()])


def _section_numbers(match: re.Match[str]) -> tuple[int | None, int | None]:
    count = as_digits(match["count"])
    number = as_digits(match["no"]) if match["no"] else count
    return int(number) if number else None, int(count) if count else None


def _begins_with_post(text: str) -> bool:
    """Say whether a known post's name, a section or a serial stands at the start."""
    if _SECTION.match(text):
        return True
    match = _SERIAL.search(text) or _GLUED_SERIAL.match(text)
    name = text[: match.start("serial")] if match else text
    post, _ = _post(name.upper())
    return post is not None and POSTS.find(post) is not None


def _number(text: str) -> tuple[str | None, str | None, str, tuple[str, ...]]:
    """Return post, serial as printed, what is left, and the repairs."""
    upper = text.upper()
    for match in _SERIAL.finditer(text):
        serial = match["serial"]
        if SHORTEST_SERIAL <= len(serial) <= LONGEST_SERIAL and as_worn_digits(serial):
            post, rules = _post(text[: match.start()].upper())
            if not serial.isdigit():
                rules += ("control_line.serial_digits",)
            return post, serial, text[match.end() :], rules
    glued = _GLUED_SERIAL.match(upper.strip())
    if glued:
        post, rules = _post(glued["post"])
        if post is not None and POSTS.find(post) is not None:
            rest = text.strip()[glued.end() :]
            return post, glued["serial"], rest, (*rules, "control_line.split_glued")
    post, rules = _post_alone(upper)
    return post, None, "" if post else text, rules


def _post(printed: str) -> tuple[str | None, tuple[str, ...]]:
    name = squeeze(printed).strip(" .,:;-_/'\"")
    series = _SERIES_NAME.search(name)
    if series:
        return series[0], ()
    return read_post(name) if name else (None, ())


def _post_alone(printed: str) -> tuple[str | None, tuple[str, ...]]:
    """Return a post where no serial can be read: only a known or clearly meant one."""
    name = squeeze(printed).strip(" .,:;-_/'\"")
    words = name.split()
    for length in range(min(len(words), LONGEST_NAME), 0, -1):
        head = " ".join(words[:length])
        spelling = POSTS.spelling(head)
        if spelling:
            return spelling, ()
    match = closest_post(name)
    return (match.spelling, ("post.closest",)) if match else (None, ())


def _defects(
    text: str, marking: Marking, line: ControlLine, rules: tuple[str, ...]
) -> tuple[Defect, ...]:
    defects = repaired(text, marking)
    if line.serial is None:
        message = f"no serial number can be read in {text.strip()!r}"
        defects += (Defect(code=DefectCode.MRN_UNREADABLE, field="serial", message=message),)
    if rules and len(rules) > len(marking.rules):
        message = f"{text.strip()!r} read as {line.post} {line.serial}: {', '.join(rules)}"
        defects += (Defect(code=DefectCode.FIELD_REPAIRED, field="mrn", message=message),)
    return defects
