"""The REF line: what a cable cites, item by item.

    item := [label] [year] POST serial | [label] DTG | [label] text

Shapes (domain, section 7): `A) 09 MEXICO 829; B) 10 MEXICO 4276;`, `A. STATE 40721 B. ROME 1098`,
`(A) STATE 207984 310241Z AUG 77`, `STATE 188314, 259032` (a number alone repeats the post),
`BRASILIA 2799 AND 2764`, `LA PAZ A-029` (airgram), `ARA/BC MEMO TO DEPT`, NOTAL.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from transform.cable import Reference, ReferenceKind
from transform.defects import Defect, DefectCode, Parsed
from transform.header.dtg import find_dtg
from transform.header.mrn import Mrn, format_mrn, four_digits, read_post
from transform.header.names import join_lines, parsed
from transform.vocab import POSTS

FIELD = "references"

_LABEL_LINE = re.compile(
    r"^\W*(?:REFERENCES?|REFTELS?|RETELS?|REFS?|REF\(S\))\s*[:;]\s*"
    r"|^\W*REF(?:TEL)?S?\.?\s+(?=\(?[A-Z]\b)",
    re.IGNORECASE,
)
_ITEM_LABEL = re.compile(r"(?:^|(?<=[\s;:,.]))[(\[]?(?P<label>[A-Z])\s?[)}\]/.\\][\s:]*(?=\S)")
_CABLE = re.compile(
    r"(?:(?<!\w)(?P<year>(?:19|20)\d\d|\d\d|[©@OQ]\d|\d[©@OQ])\s+)?"
    r"(?P<post>[A-Z][A-Z.'-]*(?:[ /][A-Z][A-Z.'-]*){0,4}?)[.,]?\s*"
    r"(?P<airgram>\bA-?\s?(?=\d))?(?P<serial>\d{2,7})(?!\d)"
)
_NUMBER_ALONE = re.compile(r"\s*(?:,|;|&|\bAND\b)\s*(?P<serial>\d{2,7})(?![\d/])(?!\s*[A-Z]{3,})")
_ZEROS = str.maketrans("©@OQ", "0000")
"""Round signs OCR gives for the zero of a two-digit year (`©9 MEXICO 829`)."""

_SUFFIX = re.compile(r"\bNOTAL\b")
_TRAILING_YEAR = re.compile(r"^\s*\(\s*(?P<year>\d\d)\s*\)")
_KINDS: tuple[tuple[re.Pattern[str], ReferenceKind], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), kind)
    for pattern, kind in (
        (r"\bA-?\s?\d{1,4}\b", ReferenceKind.AIRGRAM),
        (r"\bE-?MAILS?\b", ReferenceKind.EMAIL),
        (r"\bTELCONS?\b|\bTELEPHONE\b|\bPHONECON\b|\bFONECON\b", ReferenceKind.TELCON),
        (r"\bMEMO(?:RANDUM|CON)?S?\b", ReferenceKind.MEMO),
        (r"\b(?:TELE)?FAX\b", ReferenceKind.FAX),
        (r"\bLETTERS?\b|\bLTR\b|\bNOTE\b", ReferenceKind.LETTER),
        (r"\bREPORTS?\b|\bIIR\b", ReferenceKind.REPORT),
        (r"\bFA[MH]\b|\bCFR\b|\bMANUAL\b", ReferenceKind.BOOK),
        (r"\bMEETINGS?\b|\bCONVERSATIONS?\b", ReferenceKind.MEETING),
        (r"\bHTTPS?:|\bWWW\.", ReferenceKind.WEB),
    )
)
_NO_POSTS = frozenset(
    "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC JANUARY FEBRUARY MARCH APRIL JUNE JULY AUGUST "
    "SEPTEMBER OCTOBER NOVEMBER DECEMBER UNCLAS SECTION PARA PARAS PREVIOUS DTG DTD DATED OF AND "
    "MY YOUR REF REFS FY ZIP PUB TITLE".split()
)
"""Words a number may follow that are no sender (cablemap's list and the NARA cables)."""

_BESIDE_CABLES = frozenset({ReferenceKind.LETTER, ReferenceKind.AIRGRAM})
"""Kinds whose words may stand beside a cable's number: `STATE 123 (NOTE PARA 4)`."""


@dataclass(frozen=True, slots=True)
class _Item:
    label: str | None
    text: str


def is_reference_line(text: str) -> bool:
    """Say whether a line begins with the label of the references."""
    return bool(_LABEL_LINE.match(text))


def parse_references(
    lines: Sequence[str], cable_year: int | None, own_post: str | None
) -> Parsed[tuple[Reference, ...]]:
    """Read the REF lines, with or without their label.

    Args:
        lines: the printed lines in order.
        cable_year: the year a reference without one means, None where it is not known.
        own_post: the post of the cable; a number with no post at all is its own.

    Returns:
        The references in printed order. What is no cable number keeps its text and kind; what no
        rule reads is kept as `other` with `reference.unreadable`.
    """
    text = _LABEL_LINE.sub("", join_lines(tuple(lines)), count=1).strip()
    found: list[Reference] = []
    defects: list[Defect] = []
    for item in _items(text):
        references = tuple(_read_item(item, cable_year, own_post))
        found.extend(references)
        if any(one.kind is ReferenceKind.OTHER for one in references):
            message = f"no rule reads the reference {item.text!r}"
            defects.append(
                Defect(code=DefectCode.REFERENCE_UNREADABLE, field=FIELD, message=message)
            )
    return parsed(tuple(found), defects=tuple(defects))


def _items(text: str) -> Iterator[_Item]:
    """Give the labelled items, or those between semicolons where there are no labels.

    Labels run A, B, C: any other letter before a stop is an initial or an abbreviation.
    """
    cuts: list[tuple[int, int, str]] = []
    for match in _ITEM_LABEL.finditer(text.upper()):
        if not cuts and match["label"] == "B":
            # The first label is torn (`(AL LA PAZ A-048; (B) ...`): what stands before B is A.
            cuts.append((0, 0, "A"))
        if match["label"] == chr(ord("A") + len(cuts)):
            cuts.append((match.start(), match.end(), match["label"]))
    if not cuts:
        yield from (_Item(None, piece) for piece in _pieces(text))
        return
    yield from (_Item(None, piece) for piece in _pieces(text[: cuts[0][0]]))
    ends = [start for start, _, _ in cuts[1:]] + [len(text)]
    for (_, begin, label), end in zip(cuts, ends, strict=True):
        yield _Item(label, text[begin:end])


def _pieces(text: str) -> Iterator[str]:
    yield from (piece for piece in re.split(r"[;:]", text) if any(c.isalnum() for c in piece))


def _read_item(item: _Item, cable_year: int | None, own_post: str | None) -> Iterator[Reference]:
    text = item.text.strip(" ;:,.*'`~|_-([")
    suffix = "NOTAL" if _SUFFIX.search(text.upper()) else None
    cables = list(_cables(text, cable_year, own_post))
    if cables:
        for mrn, raw in cables:
            yield Reference(
                label=item.label,
                kind=ReferenceKind.CABLE,
                mrn=format_mrn(mrn),
                year=mrn.year,
                post=mrn.post,
                serial=mrn.serial,
                raw=raw,
                suffix=suffix,
            )
    elif any(c.isalnum() for c in text):
        yield Reference(label=item.label, kind=_kind(text), raw=text, suffix=suffix)


def _kind(text: str) -> ReferenceKind:
    for pattern, kind in _KINDS:
        if pattern.search(text):
            return kind
    return ReferenceKind.DTG if find_dtg(text).value is not None else ReferenceKind.OTHER


def _cables(text: str, cable_year: int | None, own_post: str | None) -> Iterator[tuple[Mrn, str]]:
    """Give the cable numbers of an item with their print; airgrams are cables of another series."""
    upper = text.upper()
    if any(pattern.search(upper) for pattern, kind in _KINDS if kind not in _BESIDE_CABLES):
        return
    place = 0
    while (match := _CABLE.search(upper, place)) is not None:
        place = match.end()
        post = _sender(match["post"])
        if post is None or match["airgram"]:
            continue
        mrn = Mrn(
            year=_year(match["year"], upper[place:], cable_year),
            post=post,
            serial=int(match["serial"]),
        )
        yield mrn, text[match.start() : match.end()].strip()
        while (alone := _NUMBER_ALONE.match(upper, place)) is not None:
            place = alone.end()
            yield replace(mrn, serial=int(alone["serial"])), alone["serial"]
    if own_post and place == 0 and re.fullmatch(r"\W*\d{3,7}\W*", upper):
        serial = int(re.sub(r"\D", "", upper))
        yield Mrn(year=cable_year, post=own_post, serial=serial), text


def _sender(printed: str) -> str | None:
    """Return the sender of a cited cable: the words before its number that name one.

    Of several words the known post at their end counts (`US MISSION EC BRUSSELS`); an unknown
    sender (DEA, CINCSO) is kept when it is one or two words.
    """
    words = printed.split()
    while words and words[0] in _NO_POSTS:
        words = words[1:]
    if not words or words[-1] in _NO_POSTS:
        return None
    name = " ".join(words)
    if POSTS.find(name) is not None:
        return read_post(name)[0]
    for start in range(1, len(words)):
        tail = " ".join(words[start:])
        if POSTS.find(tail) is not None:
            return read_post(tail)[0]
    nearest = POSTS.closest(name)
    if nearest is not None:
        return POSTS.spelling(nearest.spelling)
    return name if len(words) <= 2 else None


def _year(printed: str | None, after: str, cable_year: int | None) -> int | None:
    """Return the year an item prints, before the post or in parentheses behind, or the cable's."""
    if printed:
        return four_digits(printed.translate(_ZEROS))
    trailing = _TRAILING_YEAR.match(after)
    if trailing:
        return four_digits(trailing["year"])
    dtg = find_dtg(after[:24]).value if after[:1] == " " else None
    if dtg is not None:
        return four_digits(str(dtg.year))
    return cable_year
