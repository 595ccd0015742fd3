"""Cables cited in full inside a text: `(STATE 47381)`, `SEE LA PAZ 5021 OF AUGUST 16, 1973`.

Prose is full of posts and numbers, so a citation here is a known post and a number that nothing
around makes a count, a date or a year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transform.cable import Reference, ReferenceKind
from transform.header.citation import Citation
from transform.header.citation_sender import may_end_sender, sender
from transform.header.citation_tail import dated
from transform.header.citation_words import LEAD_WORDS
from transform.header.mrn import Mrn, format_mrn, four_digits
from transform.header.reference import CitingCable, with_year

_NUMBER = re.compile(r"(?<=[A-Za-z.] )#?(?P<serial>\d{2,7})(?![\w%]|[.,:/]\d|-\w)")
_WORDS = re.compile(
    r"(?:(?<![\d,.-])(?P<year>(?:19|20)\d\d|\d\d) )?"
    r"(?P<words>[A-Z][A-Za-z.'-]*(?:/[A-Z]+)? "
    r"(?:(?:[A-Z][A-Za-z.'-]*(?:/[A-Z]+)?|de|es|of|au) ){0,3})$"
)
_FOLLOWS = re.compile(
    r"\s*(?:$|[).,;:/\]\"']|\((?:NOTAL|PARA|DTG|\d\d\))|(?:AND|OR|OF|DTG|DTD|DATED|NOTAL|PARAS?|PARAGRAPHS?"
    r"|WHICH|THAT|WAS|WERE|IS|HAS|HAD|ON|FOR|IN|AS|TO|BY|REPORT(?:S|ED|ING)?|SENT|CONTAINS?)\b)",
    re.IGNORECASE,
)
_INTRODUCED = re.compile(
    r"(?:[(\[/]|\b(?:SEE|PER|CF|VIDE|REFS?|REFTELS?|OUR|CITED|CITING|PARAS? \d+(?: OF)?)[ ,.:]*)$",
    re.IGNORECASE,
)
_AGAIN = re.compile(r"\s*(?:,|AND|&|OR)\s*(?P<serial>\d{3,7})(?![\w%]|[.,:/]\d|-\w)", re.IGNORECASE)
_DATE = re.compile(r"\s*,?\s*\(?(?:OF|DATED|DTD|DTG)\s.{0,30}", re.IGNORECASE)

SURE_DIGITS = 5
"""From so many digits on a number behind a post's name is a serial; below, prose has as many
(`LIMA 200`), and something must introduce it or print its year."""

LEAST_LISTED = 100
"""A number of the REF list from here on is that cable's whatever follows (`STATE 47381 SAYS`)."""

SHORTEST_NAME = 3
"""Posts of two letters (HK, BA) are words of any text."""

LOOK_BACK = 60
"""Characters in which year and name stand before the number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextCitation:
    """A cable cited in a text, and the characters that do."""

    start: int
    end: int
    mrn: str
    year: int | None
    post: str
    serial: int


def find_citations(
    text: str, citing: CitingCable, references: Sequence[Reference]
) -> Iterator[TextCitation]:
    """Give the cables a text cites in full, in order.

    Args:
        text: a paragraph.
        citing: what decides the year of one without a year.
        references: the REF list, whose numbers are cited again without their year.
    """
    listed = {(one.post, one.serial): one.year for one in references if one.mrn}
    for match in _NUMBER.finditer(text):
        found = _post_before(text, match, citing.year)
        if found is None:
            continue
        start, post, year, is_sure = found
        serial = int(match["serial"])
        is_parted = _FOLLOWS.match(text, match.end()) is not None
        is_listed = (post, serial) in listed and (is_parted or serial >= LEAST_LISTED)
        if not (is_listed or (is_sure and is_parted)):
            continue
        year = year or listed.get((post, serial))
        yield _cited(text, start, match, post, year, citing)
        again = _AGAIN.match(text, match.end())
        while again and _goes_on(text, again, match["serial"]):
            yield _cited(text, again.start("serial"), again, post, year, citing)
            again = _AGAIN.match(text, again.end())


def _post_before(
    text: str, match: re.Match[str], latest: int | None
) -> tuple[int, str, int | None, bool] | None:
    """Return where a citation begins, its post, its year, and whether it surely is one."""
    last_word = text.rfind(" ", 0, match.start() - 1) + 1
    if not may_end_sender(text[last_word : match.start() - 1]):
        return None
    begin = max(0, match.start() - LOOK_BACK)
    before = _WORDS.search(text[begin : match.start()])
    if before is None:
        return None
    words = before["words"].split()
    for n, word in enumerate(words):
        name = " ".join(words[n:]).upper().partition("/")[0]
        if word.upper() in LEAD_WORDS or len(name) < SHORTEST_NAME:
            continue
        known = sender(name, must_be_known=True)
        if known is None:
            continue
        year = four_digits(before["year"]) if n == 0 else None
        if year and (latest is None or year <= latest):
            return begin + before.start("year"), known[0], year, True
        start = match.start() - sum(len(word) + 1 for word in words[n:])
        return start, known[0], None, _is_sure(text[begin:start], match["serial"])
    return None


def _goes_on(text: str, again: re.Match[str], serial: str) -> bool:
    """Say whether a number behind `AND` is a serial too: as long, no year, nothing counted."""
    is_year = re.fullmatch(r"(?:19|20)\d\d", again["serial"]) is not None
    is_as_long = abs(len(again["serial"]) - len(serial)) <= 1
    return is_as_long and not is_year and _FOLLOWS.match(text, again.end()) is not None


def _is_sure(before: str, serial: str) -> bool:
    """Say whether a number behind a post's name is a serial, and no count or year."""
    if re.fullmatch(r"(?:19|20)\d\d", serial):
        return False
    return len(serial) >= SURE_DIGITS or _INTRODUCED.search(before) is not None


def _cited(
    text: str,
    start: int,
    match: re.Match[str],
    post: str,
    year: int | None,
    citing: CitingCable,
) -> TextCitation:
    date = _DATE.match(text, match.end())
    told = dated(date.group().upper())[0] if date else None
    serial = int(match["serial"])
    citation = Citation(
        kind=ReferenceKind.CABLE, year=year or told, post=post, serial=serial, raw=""
    )
    implied = with_year(citation, citing)[0].year
    return TextCitation(
        start=start,
        end=match.end("serial"),
        mrn=format_mrn(Mrn(year=implied, post=post, serial=serial)),
        year=implied,
        post=post,
        serial=serial,
    )
