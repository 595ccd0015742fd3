"""The REF line: what a cable cites, in all the shapes desks have typed it.

A) 09 MEXICO 829; B) 10 MEXICO 4276;      A. STATE 40721 B. ROME 1098
(A) STATE 207984 310241Z AUG 77           STATE 188314, 259032
BRASILIA 2799 AND 2764                    STATE 026462 TO LA PAZ
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from transform.cable import Reference, ReferenceKind
from transform.defects import Defect, DefectCode, Parsed
from transform.header.citation import Citation, is_number_alone, parse_citation
from transform.header.mrn import Mrn, format_mrn
from transform.header.names import join_lines, parsed, squeeze
from transform.vocab import POSTS, post_key

FIELD = "references"

_LABEL = re.compile(
    r"^\W{0,3}(?:REF(?:ERENCE)?S?(?:\(S\))?(?:TELS?|AIR|TEL\(S\))?|RETELS?|R[EF]{2}[FS]?)"
    r"(?:\s*[:;.=]|(?=\s*\(?[A-Z]\))|(?=\s+[A-Z]\.\s)|\s+(?=(?:\d\d\s+)?[A-Z][A-Z ]+\d{2,}))\s*",
    re.IGNORECASE,
)
_BULLET = re.compile(
    r"(?:(?<=^)|(?<=[\s;,.:)\]}]))"
    r"(?:\((?P<a>[A-Z])(?:[)\]}]|[L1IJ](?=\s))|\[(?P<b>[A-Z])\]|(?P<c>[A-Z])[)\]}]"
    r"|(?P<d>[A-Z])[.:/]\s)"
    r"\s*(?:REF\s+[A-Z]\b)?"
)
"""`(A)`, `[A]`, `A)`, `A.`; misread `(AL` (1974 LA PAZ 1454), `A}` and `A/` (scans)."""

_PIECE = re.compile(r"\s*(?:,|;|:\s|\bAND\b|&)\s*", re.IGNORECASE)
_SEMICOLON = re.compile(r"\s*;\s*|\s*:\s+(?=\(?[A-Z]\)?)")
_NOTE = re.compile(
    r"^\(?(?:NOTAL|EXDIS|NODIS|LIMDIS|PREVIOUS|ET AL|SERIES|BOTH NOTAL|ALL NOTAL)\b[^0-9]*$", re.I
)

_DATE_COMMA = re.compile(r"\b([A-Z]{3,9}\.? \d{1,2}),( ?(?:19|20)\d\d)\b", re.IGNORECASE)
_KEPT_COMMA = "\x00"
"""Stands for the comma inside a date (`MAY 8, 1974`) while an item is cut at its commas."""

SERIAL_SLACK = 50
"""Numbers are drawn before a cable is sent, so that one may cite a few later than its own."""

JANUARY = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CitingCable:
    """What of the citing cable decides the year of a number printed without one."""

    year: int | None
    post: str | None
    serial: int | None = None
    month: int | None = None


def parse_references(
    lines: Sequence[str],
    cable_year: int | None,
    own_post: str | None,
    *,
    own_serial: int | None = None,
    cable_month: int | None = None,
) -> Parsed[tuple[Reference, ...]]:
    """Read a REF line and its continuations, with or without its label.

    A number without a year is of the cable's own year, unless the item prints a date-time group;
    a number of the own post far above the cable's own serial is of the year before. In January
    that cannot be told for other posts: `reference.year_implied` says so.

    Args:
        lines: the printed lines, first one with the label.
        cable_year: four-digit year of the citing cable.
        own_post: its post, whose numbers `own_serial` bounds, and which a first number without
            any post is taken for.
        own_serial: its own serial number.
        cable_month: its month, 1 to 12.

    Returns:
        An empty tuple for `N/A` or nothing. An item that names nothing readable is kept with kind
        `other`, and `reference.unreadable` where it holds a number.
    """
    citing = CitingCable(year=cable_year, post=own_post, serial=own_serial, month=cable_month)
    text = join_lines(list(lines))
    match = _LABEL.match(text)
    text = text[match.end() :] if match else text
    references: list[Reference] = []
    defects: list[Defect] = []
    rules: list[str] = []
    for label, citation in _citations(text, own_post):
        dated, doubtful = _with_year(citation, citing)
        reference = _reference(label, dated)
        references.append(reference)
        rules.extend(citation.rules)
        defects.extend(_defects(reference, doubtful))
    return parsed(tuple(references), *dict.fromkeys(rules), defects=tuple(defects))


def is_reference_line(text: str) -> bool:
    """Say whether a line begins with the label REF, REFS, REF(S), REFTEL, RETELS or REFERENCE."""
    return _LABEL.match(text) is not None


def _citations(text: str, own_post: str | None) -> Iterator[tuple[str | None, Citation]]:
    """Return label and citation of each item in printed order."""
    for label, item in _labelled(text):
        before: Citation | None = None
        for citation in _split_item(item, own_post):
            if before is not None:
                yield label, before
            before = citation
        if before is not None:
            yield label, before


def _labelled(text: str) -> Iterator[tuple[str | None, str]]:
    """Cut the text at its bullets; unlabelled text is cut at semicolons."""
    bullets = _in_order(list(_BULLET.finditer(text)))
    first = bullets[0].start() if bullets else len(text)
    torn = "A" if bullets and _label_of(bullets[0]) == "B" else None
    for part in _SEMICOLON.split(text[:first]):
        if part.strip(" .,;:"):
            yield torn, part
    ends = [*(bullet.start() for bullet in bullets[1:]), len(text)]
    for bullet, end in zip(bullets, ends, strict=False):
        yield _label_of(bullet), text[bullet.end() : end]


def _in_order(bullets: list[re.Match[str]]) -> list[re.Match[str]]:
    """Keep the bullets that count up A, B, C: an initial elsewhere is none.

    The first label may be torn, so that a list may begin with B.
    """
    kept: list[re.Match[str]] = []
    for bullet in bullets:
        before = _label_of(kept[-1]) if kept else "@"
        if before < _label_of(bullet) <= chr(ord(before) + 2):
            kept.append(bullet)
    return kept


def _label_of(bullet: re.Match[str]) -> str:
    return next(group for group in bullet.groups() if group)


def _split_item(item: str, own_post: str | None) -> list[Citation]:
    """Return the citations of one item: several where posts or numbers follow one another."""
    whole = squeeze(item).strip(" ,;:")
    if whole.upper() in ("N/A", "NA", "NONE", "N.A."):
        return []
    first = parse_citation(whole, None)
    if first and first.kind not in (
        ReferenceKind.CABLE,
        ReferenceKind.AIRGRAM,
        ReferenceKind.OTHER,
    ):
        return [first]
    found: list[Citation] = []
    for part in _PIECE.split(_DATE_COMMA.sub(rf"\1{_KEPT_COMMA}\2", whole)):
        piece = part.replace(_KEPT_COMMA, ",")
        if not piece.strip(" .()"):
            continue
        if found and _NOTE.match(piece):
            found[-1] = _noted(found[-1], piece)
            continue
        post = found[-1].post if found else own_post
        citation = parse_citation(piece, post if is_number_alone(piece) else None)
        if citation is None:
            continue
        if citation.kind is ReferenceKind.OTHER and found and found[-1].kind is not citation.kind:
            found[-1] = _noted(found[-1], piece)
        elif is_number_alone(piece) and found and citation.year is None:
            found.append(replace(citation, year=found[-1].year))
        else:
            found.append(citation)
    return found if any(c.kind is not ReferenceKind.OTHER for c in found) else _as_one(whole)


def _as_one(whole: str) -> list[Citation]:
    citation = parse_citation(whole, None)
    return [citation] if citation else []


def _noted(citation: Citation, note: str) -> Citation:
    """Return a citation with a note that follows it: NOTAL, AND PREVIOUS."""
    text = squeeze(note).strip(" .,;()").upper()
    suffix = f"{citation.suffix} {text}" if citation.suffix else text
    return replace(citation, suffix=suffix)


def _with_year(citation: Citation, citing: CitingCable) -> tuple[Citation, bool]:
    """Return the citation with its year, and whether that year is in doubt."""
    is_numbered = citation.kind in (ReferenceKind.CABLE, ReferenceKind.AIRGRAM)
    if not is_numbered or citation.year is not None or citing.year is None:
        return citation, False
    is_own = bool(citation.post and citing.post) and _same_post(citation.post, citing.post)
    if is_own and citing.serial is not None and citation.kind is ReferenceKind.CABLE:
        is_later = (citation.serial or 0) > citing.serial + SERIAL_SLACK
        return replace(citation, year=citing.year - is_later), False
    return replace(citation, year=citing.year), citing.month == JANUARY


def _same_post(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return False
    return post_key(one) == post_key(other) or (
        POSTS.find(one) is not None and POSTS.find(one) is POSTS.find(other)
    )


def _reference(label: str | None, citation: Citation) -> Reference:
    mrn = None
    if citation.kind is ReferenceKind.CABLE and citation.post and citation.serial is not None:
        mrn = format_mrn(Mrn(year=citation.year, post=citation.post, serial=citation.serial))
    return Reference(
        label=label,
        kind=citation.kind,
        mrn=mrn,
        year=citation.year,
        post=citation.post,
        serial=citation.serial,
        raw=citation.raw,
        suffix=citation.suffix,
    )


def _defects(reference: Reference, doubtful: bool) -> list[Defect]:
    found = []
    if doubtful:
        message = f"{reference.raw!r} may be of the year before {reference.year}"
        found.append((DefectCode.REFERENCE_YEAR_IMPLIED, message))
    if reference.kind is ReferenceKind.OTHER and any(map(str.isdigit, reference.raw)):
        message = f"{reference.raw!r} names nothing that is known"
        found.append((DefectCode.REFERENCE_UNREADABLE, message))
    return [Defect(code=code, field=FIELD, message=message) for code, message in found]
