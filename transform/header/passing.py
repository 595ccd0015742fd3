"""Passing instructions: who is to get a cable beside its addressees (`DEPARTMENT FOR OES/S`)."""

from __future__ import annotations

import re

from transform.defects import DefectCode, Parsed
from transform.header.names import squeeze, unread
from transform.vocab import ADDRESS_WORDS, OFFICES, POSTS

FIELD = "passing_instructions"

LONGEST_LINE = 80
"""A telegram's line holds at most 69 characters (ACP 127 par. 138f); longer ones are prose."""

_DEPARTMENT = re.compile(
    r"^(?:(?:THE )?(?:DEPARTMENT|DEPT|DEPTS|STATE|SECSTATE)\.?)\W*(?:\([A-Z]\)\s*)?"
    r"(?:(?:ALSO|PLEASE|PLS)\s+)*(?:PASS|FOR|ALSO FOR)(?![A-Z])",
)
_PASS = re.compile(r"^(?:(?:PLEASE|PLS|ALSO)\s+)*PASS(?:\s+(?:TO|ALSO|COPY|IMMEDIATE))*[\s:]+\S")
_FOR = re.compile(
    r"^(?:(?:PLEASE|ALSO|EYES ONLY|PERSONAL|EXCLUSIVE)\s+)*FOR(?P<colon>:)?\s+(?P<to>\S+)"
)
_NAMED = re.compile(
    r"^(?P<who>[A-Z][A-Z0-9/&.-]*(?: [A-Z][A-Z0-9/&.-]*){0,3}?)\s*(?:\([A-Z]\)\s*)?"
    r"(?:(?:ALSO|PLEASE|PLS)\s+)*(?:FOR|PASS)(?![A-Z])[ :]+(?P<to>\S+)"
)
_GLUED = re.compile(r"^(?P<who>WHITE ?HOUSE|TREASURY|COMMERCE|USTR|NSC) ?(?:FOR|PASS)[A-Z]")

_SOMEBODY = frozenset({"agency", "command", "function"})
_NOT_AN_ADDRESSEE = frozenset(
    ("THE", "A", "AN", "ITS", "HIS", "HER", "THEIR", "THIS", "THAT", "THESE", "SUCH", "EXAMPLE")
)


def parse_passing(text: str) -> Parsed[str]:
    """Read a passing instruction; the value is the line as printed, blanks made single.

    Seen: `DEPARTMENT FOR OES/S`, `PASS AGRICULTURE`, `STATE PASS OPIC`, `FOR: CU/ARA`,
    `USIA FOR ILA`, `AID/W FOR FOREIGN DISASTER RELIEF COORDINATOR`, `LIMA FOR PSO PASS ...`,
    `DEPARTMENT (A) FOR JOHN CLARK`, `FOR ARA/BC FROM CHARGE`.

    Returns:
        No value and `caption.unknown` when it is none.
    """
    line = squeeze(text)
    if is_passing_line(line):
        return Parsed(value=line)
    return unread(DefectCode.CAPTION_UNKNOWN, FIELD, f"{line!r} is no passing instruction")


def is_passing_line(text: str) -> bool:
    """Say whether a line tells to pass the cable on, or for whom it is.

    A line that begins with FOR or a name must give somebody it can be for: an office, a post, an
    agency or a person's function, so that prose (`FOR THE FIRST TIME`) is none.
    """
    line = squeeze(text).upper()
    if len(line) > LONGEST_LINE:
        return False
    if _DEPARTMENT.match(line) or _GLUED.match(line):
        return True
    if _PASS.match(line):
        return line.split()[1].strip(":") not in _NOT_AN_ADDRESSEE
    addressed = _FOR.match(line)
    if addressed:
        return bool(addressed["colon"]) or _is_somebody(addressed["to"])
    named = _NAMED.match(line)
    return named is not None and _is_named(named)


def _is_named(named: re.Match[str]) -> bool:
    if named["to"] in _NOT_AN_ADDRESSEE:
        return False
    return _is_somebody(named["who"]) or _is_somebody(named["who"].split()[0])


def _is_somebody(word: str) -> bool:
    name = word.strip(".,:;()")
    return (
        name in OFFICES
        or ADDRESS_WORDS.get(name) in _SOMEBODY
        or ("/" in name and name.replace("/", "").isalnum() and len(name) > 3)
        or POSTS.find(name) is not None
    )
