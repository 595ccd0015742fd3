"""What paragraphs say of other messages: `ref A`, `reftel`, `septel`, and cables cited in full.

(ref A)      refs A-C      paras 4-6 ref B      STATED REF C, PARA 2      SEE LIMA 5021 OF MAY 6
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transform.cable import MentionKind, Paragraph, Reference, ReferenceMention
from transform.defects import Defect, DefectCode
from transform.header.citation_texts import TextCitation, find_citations
from transform.header.reference import CitingCable

_PARAGRAPH_NUMBERS = (
    r"(?:PARAS?|PARAGRAPHS?)\.?\s*"
    r"(?P<numbers>\d{1,2}[A-Z]?\b(?:\s*(?:,|AND|&|-|THRU|THROUGH|TO|OR)\s*\d{1,2}[A-Z]?\b)*)"
)
_BEFORE = re.compile(_PARAGRAPH_NUMBERS + r"(?:\s+(?:OF|IN|FROM))?[\s(]*$", re.IGNORECASE)
_BEFORE_REF = re.compile(_PARAGRAPH_NUMBERS + r"(?:\s+(?:OF|IN|FROM))?[\s,(]*$", re.IGNORECASE)
_AFTER = re.compile(r"[\s,:(]*(?:AT\s+|IN\s+)?" + _PARAGRAPH_NUMBERS, re.IGNORECASE)
_NUMBERS_SPAN = re.compile(
    r"(?P<first>\d{1,2})[A-Z]?(?:\s*(?:-|THRU|THROUGH|TO)\s*(?P<last>\d{1,2}))?"
)

_LINK = r"\s*(?:,\s*(?:AND|&|OR)?|AND|&|OR|-|/|THRU|THROUGH)\s*"
_LETTER = r"\(?[A-Z]\)?(?![\w'])"
_MENTION = re.compile(
    r"\b(?:(?P<separate>SEPTELS?)|REF(?P<form>TELS?|AIRS?|S|ERENCES?)?)\b(?!\s?[:#]|\s?NO\b|\s\d)"
    rf"(?:\.?\s*(?:TELS?\s)?[(/]?\s?(?P<labels>{_LETTER}(?:{_LINK}(?:REFS?\s)?{_LETTER})*))?",
    re.IGNORECASE,
)
_IN_EVERY_MENTION = ("REF", "ref", "Ref", "SEPTEL", "septel", "Septel")
"""A paragraph without any of these mentions no item: few have one, and searching costs more."""

_LETTERS = re.compile(r"(?:(?P<range>-|THRU|THROUGH)\s*\(?)?\b(?P<letter>[A-Z])\b", re.IGNORECASE)

LOOK_BACK = 60
"""Characters before `reftel` in which the paragraphs of it are named: `PARAS 4 THROUGH 6 OF`."""

MOST_PARAGRAPHS = 60
"""A range of more paragraphs than that is no range (a long cable has about forty)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentions:
    """The mentions of a cable in the order of its text, and what is odd about them."""

    mentions: tuple[ReferenceMention, ...] = ()
    defects: tuple[Defect, ...] = ()


def find_mentions(
    paragraphs: Sequence[Paragraph], references: Sequence[Reference], citing: CitingCable
) -> Mentions:
    """Return what the paragraphs mention, tied to the items of the REF list.

    Args:
        paragraphs: the body's paragraphs in order.
        references: the items of the REF list in order.
        citing: what decides the year of a cable cited in full without one.

    Returns:
        One mention for each item a letter stands for, so several for `refs A-C`; and
        `reference.not_listed` once for each letter the list does not have.
    """
    found: list[ReferenceMention] = []
    defects: dict[str, Defect] = {}
    for position, paragraph in enumerate(paragraphs, 1):
        for mention in _in_paragraph(paragraph.text, position, references, citing):
            found.append(mention)
            name = _missing(mention, references)
            if name and name not in defects:
                defects[name] = _not_listed(name, position, paragraph)
    return Mentions(mentions=tuple(found), defects=tuple(defects.values()))


def _in_paragraph(
    text: str, position: int, references: Sequence[Reference], citing: CitingCable
) -> list[ReferenceMention]:
    placed: list[tuple[int, ReferenceMention]] = []
    if any(part in text for part in _IN_EVERY_MENTION):
        placed += [
            (match.start(), mention)
            for match in _MENTION.finditer(text)
            for mention in _of_list(match, text, position, references)
        ]
    placed += [
        (one.start, _of_cable(one, text, position, references))
        for one in find_citations(text, citing, references)
    ]
    return [mention for _, mention in sorted(placed, key=lambda one: one[0])]


def _of_list(
    match: re.Match[str], text: str, position: int, references: Sequence[Reference]
) -> Iterator[ReferenceMention]:
    """Give the mentions of one `ref`: an item for each letter, else the list or a septel."""
    labels, end = _labels(match, references)
    form = (match["form"] or "").upper()
    if not labels and form.startswith("ERENCE"):
        return
    kind = MentionKind.ITEM if labels else MentionKind.LIST
    if match["separate"]:
        kind, labels, end = MentionKind.SEPARATE, (), match.end("separate")
    numbers, start, end = _paragraphs_about(text, match.start(), end, _BEFORE_REF)
    for label in labels or (None,):
        for item in _items(label, references) if kind is not MentionKind.SEPARATE else (None,):
            yield ReferenceMention(
                paragraph_position=position,
                kind=kind,
                raw=_raw(text, start, end),
                label=label,
                reference_position=item,
                cited_paragraphs=numbers,
            )


def _of_cable(
    one: TextCitation, text: str, position: int, references: Sequence[Reference]
) -> ReferenceMention:
    numbers, start, end = _paragraphs_about(text, one.start, one.end, _BEFORE)
    listed = [n for n, item in enumerate(references, 1) if item.mrn == one.mrn]
    return ReferenceMention(
        paragraph_position=position,
        kind=MentionKind.CABLE,
        raw=_raw(text, start, end),
        reference_position=listed[0] if listed else None,
        cited_paragraphs=numbers,
        mrn=one.mrn,
        year=one.year,
        post=one.post,
        serial=one.serial,
    )


def _labels(match: re.Match[str], references: Sequence[Reference]) -> tuple[tuple[str, ...], int]:
    """Return the letters behind a `ref`, and where it ends.

    An `A` or `I` that the list does not have is a word of the sentence (`REFTEL A MEETING WAS`),
    unless REF stands right before it.
    """
    if not match["labels"]:
        return (), match.end("form") if match["form"] else match.start() + len("REF")
    known = {one.label for one in references}
    found: list[str] = []
    end = match.end("form") if match["form"] else match.start() + len("REF")
    is_reftel = (match["form"] or "").upper().startswith(("TEL", "AIR"))
    for letter in _LETTERS.finditer(match.string, match.start("labels"), match.end("labels")):
        label = letter["letter"].upper()
        is_word = label in "AI" and label not in known and (is_reftel or bool(found))
        if is_word:
            break
        if letter["range"] and found:
            found += [chr(n) for n in range(ord(found[-1]) + 1, ord(label))]
        found.append(label)
        end = letter.end()
    return tuple(dict.fromkeys(found)), end


def _items(label: str | None, references: Sequence[Reference]) -> Sequence[int | None]:
    """Return the positions a letter stands for; without a letter, the only item there is."""
    if label is None:
        return (1,) if len(references) == 1 else (None,)
    return [n for n, one in enumerate(references, 1) if one.label == label] or (None,)


def _paragraphs_about(
    text: str, start: int, end: int, pattern: re.Pattern[str]
) -> tuple[tuple[int, ...], int, int]:
    """Return the paragraphs named right before or behind a mention, and where all of it stands."""
    begin = max(0, start - LOOK_BACK)
    before = pattern.search(text[begin:start])
    if before:
        return _numbers(before["numbers"]), begin + before.start(), end
    after = _AFTER.match(text, end)
    if after:
        return _numbers(after["numbers"]), start, after.end()
    return (), start, end


def _raw(text: str, start: int, end: int) -> str:
    """Return the words of a mention, with the parenthesis that closes one opened in them."""
    raw = text[start:end].strip(" ,(/")
    return f"{raw})" if raw.count("(") > raw.count(")") and text[end : end + 1] == ")" else raw


def _numbers(printed: str) -> tuple[int, ...]:
    found: list[int] = []
    for span in _NUMBERS_SPAN.finditer(printed.upper()):
        first, last = int(span["first"]), int(span["last"] or span["first"])
        found += range(first, last + 1) if 0 <= last - first < MOST_PARAGRAPHS else (first, last)
    return tuple(dict.fromkeys(found))


def _missing(mention: ReferenceMention, references: Sequence[Reference]) -> str | None:
    """Return what the list lacks: the letter mentioned, or the whole list."""
    if mention.kind is MentionKind.ITEM and mention.reference_position is None:
        return f"ref {mention.label}"
    return "reftel" if mention.kind is MentionKind.LIST and not references else None


def _not_listed(name: str, position: int, paragraph: Paragraph) -> Defect:
    return Defect(
        code=DefectCode.REFERENCE_NOT_LISTED,
        field="references",
        message=f"paragraph {position} mentions {name}, which no REF line gives",
        page_no=paragraph.page_first,
        line_no=paragraph.spans[0].line_no if paragraph.spans else None,
    )
