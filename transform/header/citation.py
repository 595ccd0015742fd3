"""One cited item: what a stretch of a REF line names, before it is known which cable it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from transform.cable import ReferenceKind
from transform.header.dtg import find_dtg
from transform.header.mrn import four_digits, read_post
from transform.header.names import DIGIT_LIKE, as_digits, squeeze
from transform.vocab import CAPTIONS, CLASSIFICATIONS, POSTS

KIND_WORDS = (
    (ReferenceKind.EMAIL, r"E-?MAILS?\b|\bEMAIL"),
    (
        ReferenceKind.TELCON,
        r"\bTEL(?:EPHONE )?-?CON(?:VERSATION)?S?\b|\b[PF]H?ONE\s?CON|\bTELEPHONE",
    ),
    (ReferenceKind.FAX, r"\b(?:TELE)?FAX(?:ES)?\b"),
    (ReferenceKind.LETTER, r"\bLETTERS?\b|\bLTR\b"),
    (ReferenceKind.MEETING, r"\bMEETINGS?\b|\bMTG\b"),
    (ReferenceKind.WEB, r"\bHTTPS?:|\bWWW\."),
    (ReferenceKind.BOOK, r"\b\d{1,2}\s+(?:FAM|FAH)\b|\bCFR\b|\bHANDBOOK\b|\bUSC\b"),
    (ReferenceKind.REPORT, r"\bREPORTS?\b|\bIIR\b|\bTDX?\b"),
    (ReferenceKind.MEMO, r"\bMEMO(?:RANDUM|RANDA|S)?\b|\bMEMCON\b"),
)
"""What else than a cable a REF item cites, by a word in it (5 FAH-1; cablemap's kinds)."""

_NO_POSTS = (
    "REF REFS REFTEL REFTELS PARA PARAS PARAGRAPH SECTION UNCLAS UNCLASSIFIED CONFIDENTIAL SECRET "
    "CORRUPTION PREVIOUS NOTAL DTG DTD DATED OF AND TO ON AT THE MY YOUR JANUARY FEBRUARY MARCH "
    "APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER JAN FEB MAR APR JUN JUL AUG "
    "SEP OCT NOV DEC FY PL NO PAGE TAGS SUBJECT EO TITLE TABLE CHAPTER ARTICLE ZIP PUB"
)
NO_POSTS = frozenset(_NO_POSTS.split(" "))
"""Words that stand before a number and name no post (seen in cablemap's captures)."""

_KINDS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in KIND_WORDS)
_CABLE = re.compile(
    r"^\W*(?P<year>(?:19|20)\d\d|'?\d\d(?=[ ]?[A-Z]))?\s*"
    r"(?P<post>[A-Z](?:[A-Z .'/-]*?[A-Z])?)[ .#-]*?(?P<airgram>\bA[ -]?(?=\d))?"
    rf"(?P<serial>(?!\d{{6}}Z)(?=O*\d){DIGIT_LIKE}{{1,7}})(?![0-9A-Za-z])"
)
_NUMBER = re.compile(r"^\W*(?P<airgram>A[ -]?)?(?P<serial>\d{1,7})(?![0-9A-Za-z/])")
_YEAR_AFTER = re.compile(r"^\W*\((?P<year>\d\d)\)")
_DATE_AFTER = re.compile(r"\bOF\s+[A-Z]{3,9}\.?\s+\d{1,2},?\s+(?P<year>(?:19|20)\d\d)\b")
_ROUND_ZERO = re.compile(r"[©®@](?=\d)|(?<=\d)[©®@]")
"""Round signs OCR gives for the zero of a year (`©9 MEXICO 829`), beside its other digit."""
_EDGES = " \t.,:;()[]-|*'`~_"
_OPEN_EDGES = " \t.,:;]-|*'`~_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """What one item says of itself."""

    kind: ReferenceKind
    year: int | None
    """As far as the item prints it, with four digits."""
    post: str | None
    serial: int | None
    raw: str
    suffix: str | None
    rules: tuple[str, ...] = ()


def parse_citation(text: str, post_before: str | None) -> Citation | None:
    """Read one item without its label.

    Args:
        text: `09 MEXICO 829`, `STATE 207984 310241Z AUG 77`, `259032`, `LA PAZ A-029`,
            `LOPEZ-PERRY MEMO OF 8/13/79`.
        post_before: the post of the item before, which a number alone repeats.

    Returns:
        None when the text names nothing.
    """
    raw = squeeze(text).strip(_OPEN_EDGES).removesuffix("(").strip()
    if raw.startswith("(") and raw.count("(") > raw.count(")"):
        raw = raw[1:].strip()
    if raw.endswith(")") and raw.count(")") > raw.count("("):
        raw = raw[:-1].strip()
    if not any(character.isalnum() for character in raw):
        return None
    upper, zeros = _ROUND_ZERO.subn("0", raw.upper())
    cable = _CABLE.match(upper)
    if cable and _names_a_post(cable["post"]):
        citation = _cable(raw, cable, cable["post"])
        return (
            replace(citation, rules=(*citation.rules, "reference.year_digits"))
            if zeros
            else citation
        )
    number = _NUMBER.match(upper)
    if number and post_before and not _kind(upper):
        return _cable(raw, number, post_before)
    return _other(raw, upper)


def is_number_alone(text: str) -> bool:
    """Say whether an item is a serial number without a post: `259032`."""
    upper = _ROUND_ZERO.sub("0", squeeze(text).upper()).strip(_EDGES)
    return _NUMBER.match(upper) is not None and not _CABLE.match(upper)


def _cable(raw: str, match: re.Match[str], printed_post: str) -> Citation:
    digits = as_digits(match["serial"])
    groups = match.groupdict()
    after = raw.upper()[match.end() :]
    post, rules = read_post(printed_post.strip(_EDGES))
    year = four_digits((groups.get("year") or "").lstrip("'")) or _year_after(after)
    if digits is not None and digits != match["serial"]:
        rules += ("reference.serial_digits",)
    return Citation(
        kind=ReferenceKind.AIRGRAM if match["airgram"] else ReferenceKind.CABLE,
        year=year,
        post=post,
        serial=int(digits) if digits else None,
        raw=raw,
        suffix=_YEAR_AFTER.sub("", after).strip(_EDGES) or None,
        rules=rules,
    )


def _year_after(after: str) -> int | None:
    """Return the year a date-time group, a year in parentheses or a date behind a number gives."""
    short = _YEAR_AFTER.match(after)
    if short:
        return four_digits(short["year"])
    dated = _DATE_AFTER.search(after)
    if dated:
        return int(dated["year"])
    group = find_dtg(after).value if after else None
    return four_digits(f"{group.year:02d}") if group else None


def _other(raw: str, upper: str) -> Citation:
    kind = _kind(upper)
    group = None if kind else find_dtg(upper).value
    if group:
        sender = upper.split(group.raw[:7])[0].strip(_EDGES)
        post = POSTS.spelling(sender) if sender else None
        return Citation(
            kind=ReferenceKind.DTG,
            year=four_digits(f"{group.year:02d}"),
            post=post,
            serial=None,
            raw=raw,
            suffix=None,
        )
    return Citation(
        kind=kind or ReferenceKind.OTHER, year=None, post=None, serial=None, raw=raw, suffix=None
    )


def _kind(upper: str) -> ReferenceKind | None:
    return next((kind for kind, pattern in _KINDS if pattern.search(upper)), None)


def _names_a_post(printed: str) -> bool:
    """Say whether the words before a number can be a post: known, or short and no other word."""
    name = printed.strip(_EDGES)
    if POSTS.find(name):
        return True
    words = name.replace(".", " ").split()
    return (
        0 < len(words) <= 4
        and not any(word in NO_POSTS or word in CAPTIONS for word in words)
        and name not in CLASSIFICATIONS
        and len(name) > 2
        and _kind(name) is None
    )
