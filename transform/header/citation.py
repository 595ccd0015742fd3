"""One citation: what a stretch of a REF item names, before it is known which cable it is.

    '09 MEXICO 829', 'STATE 207984 310241Z AUG 77', 'QUITO 4525-91', 'LA PAZ A-029', '870 LIMA',
    'SECDEF R162245Z OCT 08', 'LOPEZ-PERRY MEMO OF 8/13/79'

Look-alikes are repaired only inside the slot of the serial and of the year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from transform.cable import ReferenceKind
from transform.header.citation_sender import pronoun, sender
from transform.header.citation_tail import (
    RANGE,
    YEAR,
    dated,
    find_group,
    range_end,
    short_year,
    year_after,
)
from transform.header.citation_words import EDGES, MONTH, NOTE, kind_of
from transform.header.mrn import four_digits
from transform.header.names import DIGIT_LIKE, as_digits, squeeze
from transform.vocab import POSTS

_NO_MORE_NUMBER = rf"(?![0-9A-Z]|[.,]\d{{3}}\b|\s?(?:%|PERCENT\b|MILLION\b)|\s{MONTH}\b)"
"""What may not follow a serial: more of a word or number, or the month of a date."""
_SERIAL = rf"(?P<serial>(?!\d{{6}}\s?Z\b)(?=[OIL|!]{{0,2}}\d){DIGIT_LIKE}{{1,7}}){_NO_MORE_NUMBER}"
_AIRGRAM = r"(?P<airgram>\bC?A(?:\s?-\s?|\s?)(?=\d))?"
_CABLE = re.compile(
    rf"[\W_]*(?:(?P<year>{YEAR}|\d\d(?=\W{{0,2}}[A-Z]))\)?\s*)?"
    r"(?P<post>[A-Z](?:[A-Z .'/-]{0,40}?[A-Z])?)"
    rf"(?:'S)?[\s.:#'-]*(?:\((?:(?P<between>{YEAR}|\d\d)|[CSU]|SBU|LOU)\)\s*)?[#'-]?{_AIRGRAM}{_SERIAL}"
)
_NUMBER = re.compile(rf"[\W_]*{_AIRGRAM}{_SERIAL}")
_REVERSED = re.compile(r"\W*(?P<serial>\d{3,7})\s+(?P<post>[A-Z][A-Z .'-]{1,40}?)\W*$")
_NEXT_START = re.compile(rf"(?<=[\s(])(?:(?:{YEAR}|\d\d)\s+)?(?=[A-Z]{{3}})")
_LETTERED_DIGIT = re.compile(r"(?<=[A-Z]{2})[0158](?=[A-Z])")
"""A digit inside a name of letters: `COTON0U`."""
_MORE_DIGITS = re.compile(r"\s(?P<more>[O0-9]\d{2,4})\s*(?=$|[,;.)(])")
_ROUND_ZERO = re.compile(r"[©®@](?=\d)|(?<=\d)[©®@]")
"""Round signs OCR gives for the zero of a year (`©9 MEXICO 829`), beside its other digit."""
_REF_AGAIN = re.compile(r"^\W*REF(?:ERENCE)?S?(?:TELS?)?\b[\s:.]*(?:[A-Z]\b[\s.):]*(?=[A-Z]))?")
"""`REF A STATE 122214` inside item A (09 LONDON 2697), `A. REF: KATHMANDU 2282`."""
_ORDINAL = re.compile(r"^\W*\d{1,2}[.)]\s+(?=[A-Z]{2})")
"""The number of an item in a list that counts 1, 2, 3."""
_MARK = re.compile(r"^\W*\((?:U|C|S|SBU|LOU|TS)(?:/{1,2}(?:NF|NOFORN|SI|REL[^)]*))?\)\s*(?=\w)")
"""The portion marking of what is cited: `(S/NF) TD-314/21795-05`."""
_BEFORE_GROUP = re.compile(r"\b(?:DTG|MSG|MESSAGE|CITE)\b|\b[ZOPRY]{1,2}\s?$")
"""Words between a sender and a date-time group, its precedence the last of them."""
_OPEN_EDGES = " \t.,:;]-|*'`~_"

LONGEST_NAME = 42
"""Characters of a sender's name; a longer text before a number is a sentence."""

SHORT_PART, WHOLE_NUMBER = 3, 6
"""A number of six digits that a blank has torn (`STATE 1 O1684`): a first part of at most three,
six in all. Whole numbers that follow one another have a comma or a post between them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """What one stretch says of itself."""

    kind: ReferenceKind
    year: int | None = None
    """As far as it is printed, with four digits."""
    post: str | None = None
    serial: int | None = None
    raw: str
    suffix: str | None = None
    dtg_raw: str | None = None
    """The date-time group printed with it: `310241Z AUG 77`."""
    rules: tuple[str, ...] = ()

    @property
    def is_numbered(self) -> bool:
        """Whether it is a message with a number: a cable or an airgram."""
        return self.kind in (ReferenceKind.CABLE, ReferenceKind.AIRGRAM)


def read_citations(
    text: str,
    post_before: str | None,
    own_post: str | None,
    *,
    latest_year: int | None = None,
    must_know_sender: bool = False,
) -> tuple[Citation, ...]:
    """Read the messages with a number that a stretch between two separators names.

    Args:
        text: the stretch as printed.
        post_before: the post of the citation before, which a number alone repeats.
        own_post: the citing post: MYTEL, EMBTEL.
        latest_year: the citing cable's year, which no cited one follows.
        must_know_sender: whether only posts of the vocabulary count: behind a memo's name.

    Returns:
        Several for a range, or where numbers follow one another with nothing between; none when
        the stretch does not begin with a number's citation.
    """
    start = _start(text)
    raw = text[start:]
    upper, zeros = _ROUND_ZERO.subn("0", capitals(raw))
    upper = _LETTERED_DIGIT.sub(_letter, upper)
    found = _sent(upper, own_post, must_know_sender)
    if found is None and post_before is not None:
        found = _repeating(upper, post_before)
    if found is None:
        return ()
    match, post, rules = found
    if zeros:
        rules = (*rules, "reference.year_digits")
    cuts = [0, *_next_numbers(upper, match.end()), len(upper)]
    cited = _cited(raw[: cuts[1]], upper[: cuts[1]], match, post, rules, latest_year)
    for begin, end in pairwise(cuts[1:]):
        following = _sent(upper[begin:end], own_post, must_know_sender=True)
        if following:
            cited += _cited(raw[begin:end], upper[begin:end], *following, latest_year)
    return cited


def read_other(text: str) -> Citation | None:
    """Read what is no message with a number: a memo, a message by its sender and time.

    Returns:
        None when nothing but punctuation is left of it.
    """
    raw = _trimmed(text)
    if not any(character.isalnum() for character in raw):
        return None
    upper = capitals(raw)
    kind = kind_of(upper)
    group = find_group(upper)
    if group is None or kind is not None:
        return Citation(kind=kind or ReferenceKind.OTHER, raw=raw, dtg_raw=group and group[1])
    year, printed, start = group
    words = squeeze(_BEFORE_GROUP.sub(" ", upper[:start])).strip(EDGES)
    found = sender(words, must_be_known=False) if len(words) <= LONGEST_NAME else None
    return Citation(
        kind=ReferenceKind.DTG, year=year, post=found and found[0], raw=raw, dtg_raw=printed
    )


def noted(citation: Citation, note: str) -> Citation:
    """Return a citation with what follows it: NOTAL, AND PREVIOUS, DATED MAY 3, 1974."""
    text = squeeze(note).strip(" .,;()").upper()
    year, printed = dated(text)
    return replace(
        citation,
        suffix=(f"{citation.suffix} {text}" if citation.suffix else text) or None,
        year=citation.year or year,
        dtg_raw=citation.dtg_raw or printed,
    )


def post_alone(text: str) -> str | None:
    """Return the post when a stretch is a known post's name and nothing else: `PRAGUE`."""
    if len(text) > LONGEST_NAME:
        return None
    found = sender(capitals(_trimmed(text)), must_be_known=True)
    return found[0] if found else None


def capitals(text: str) -> str:
    """Return the text in capitals, its length kept: one letter gives one."""
    upper = text.upper()
    return upper if len(upper) == len(text) else "".join(c.upper()[:1] for c in text)


def _start(text: str) -> int:
    """Return where a stretch begins, its number, a repeated label and its marking left out."""
    upper = capitals(text)
    start = 0
    for pattern in (_ORDINAL, _REF_AGAIN, _MARK):
        match = pattern.match(upper[start:])
        if match:
            start += match.end()
    return start


def _sent(
    upper: str, own_post: str | None, must_know_sender: bool
) -> tuple[re.Match[str], str | None, tuple[str, ...]] | None:
    """Return number, post and repairs of a citation that prints its sender."""
    for pattern in (_CABLE, _REVERSED):
        match = pattern.match(upper)
        if match is None:
            continue
        printed = match["post"].strip(EDGES)
        if not must_know_sender and (own := pronoun(printed, own_post)):
            return match, own[0], ()
        is_strict = must_know_sender or pattern is _REVERSED
        found = sender(printed, must_be_known=is_strict)
        if found and (POSTS.find(found[0]) or not _is_a_year(match["serial"])):
            return match, *found
    return None


def _repeating(
    upper: str, post_before: str
) -> tuple[re.Match[str], str | None, tuple[str, ...]] | None:
    """Return a number that stands alone, with nothing but a year or a note behind it."""
    match = _NUMBER.match(upper)
    if match is None or kind_of(upper):
        return None
    rest = upper[match.end() :]
    bare = not rest.strip(EDGES) or rest.lstrip().startswith(("(", "THRU"))
    is_number = (
        bare or NOTE.match(rest) or year_after(match["serial"], rest, None) or find_group(rest)
    )
    return (match, post_before, ()) if is_number or RANGE.match(rest) else None


def _cited(
    raw: str,
    upper: str,
    match: re.Match[str],
    post: str | None,
    rules: tuple[str, ...],
    latest_year: int | None,
) -> tuple[Citation, ...]:
    """Return the citation of one number with what follows it: a year, a range's end, a date."""
    printed = match["serial"]
    end = match.end("serial") if match.re is not _REVERSED else match.end()
    more = _MORE_DIGITS.match(upper, end)
    if more and len(printed) <= SHORT_PART and len(printed + more["more"]) == WHOLE_NUMBER:
        printed, end = printed + more["more"], more.end()
        rules = (*rules, "reference.joined_digits")
    digits = as_digits(printed) or "0"
    if not printed.isdigit():
        rules = (*rules, "reference.serial_digits")
    groups = match.groupdict()
    year = four_digits(groups.get("year") or groups.get("between"))
    year, last, length = _told_after(digits, upper[end:], year, latest_year)
    rest = upper[end + length :]
    told_year, sent_at = dated(rest)
    first = Citation(
        kind=ReferenceKind.AIRGRAM if groups.get("airgram") else ReferenceKind.CABLE,
        year=year or told_year,
        post=post,
        serial=int(digits),
        raw=_trimmed(raw),
        suffix=squeeze(rest).strip(EDGES) or None,
        dtg_raw=sent_at,
        rules=rules,
    )
    if last is None:
        return (first,)
    return tuple(replace(first, serial=n) for n in range(int(digits), last + 1))


def _told_after(
    digits: str, after: str, year: int | None, latest_year: int | None
) -> tuple[int | None, int | None, int]:
    """Return year and last number of a range as printed behind a number, and their length."""
    told = year_after(digits, after, latest_year) if year is None else None
    if told:
        return told[0], None, told[1]
    span = RANGE.match(after)
    if span is None:
        return year, None, 0
    last = range_end(digits, span["last"])
    if last is None and year is None:
        year = short_year(span["last"], latest_year)
        return year, None, span.end() if year else 0
    return year, last, span.end() if last else 0


def _next_numbers(upper: str, position: int) -> Iterator[int]:
    """Give where further cables begin with nothing between: `2394 2009 CAIRO 491`."""
    for start in _NEXT_START.finditer(upper, position):
        match = _CABLE.match(upper, start.start()) if start.start() >= position else None
        if match and sender(match["post"].strip(EDGES), must_be_known=True):
            position = match.end()
            yield start.start()


def _is_a_year(printed: str) -> bool:
    """Say whether a number can be a year of the cables' time: `INCSR BRAZIL 2008`."""
    return re.fullmatch(r"19[4-9]\d|20[0-2]\d", printed) is not None


def _letter(match: re.Match[str]) -> str:
    return {"0": "O", "1": "I", "5": "S", "8": "B"}[match.group()]


def _trimmed(text: str) -> str:
    """Return a stretch without the punctuation around it, parentheses kept in pairs."""
    raw = squeeze(text).strip(_OPEN_EDGES).removesuffix("(").strip()
    if raw.startswith("(") and raw.count("(") > raw.count(")"):
        raw = raw[1:].strip()
    if raw.endswith(")") and raw.count(")") > raw.count("("):
        raw = raw[:-1].strip()
    return raw
