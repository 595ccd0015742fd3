"""What a person keys for a field, read by that field's own grammar.

`READERS` names every field that can be corrected and how its value is keyed. A value is keyed as it
is printed, so a repair that a parser would make of it is refused: people write what is meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from transform.cable import (
    Addressee,
    CableFormat,
    CableLayout,
    Classification,
    Office,
    OfficeRole,
    Precedence,
    ReleaseDecision,
    Role,
    Tag,
    TagKind,
)
from transform.defects import DefectCode
from transform.header.addressee import parse_addressee
from transform.header.classification import parse_classification
from transform.header.dtg import parse_dtg
from transform.header.executive_order import parse_executive_order
from transform.header.mrn import format_mrn, parse_mrn, read_post
from transform.header.originator import parse_originator
from transform.header.reference import parse_references
from transform.keyed import (
    Keyed,
    by_role,
    day,
    exact,
    flag,
    four_digit_year,
    in_capitals,
    instant,
    member_of,
    one_text,
    several_texts,
    whole_number,
    whole_numbers,
)
from transform.vocab import PRECEDENCES, TAGS

Reader = Callable[[Keyed], object]

_OFFICE = re.compile(r"(?P<office>[A-Z0-9/]+)(?:-(?P<copies>\d{1,3}))?")
_PLACE = re.compile(r"(?P<list>[a-z]+)\[(?P<position>[1-9]\d{0,3})\]\.(?P<attribute>[a-z_]+)")
_TAGS_ENTRY = re.compile(r"\([^()]*\)|[^,()]+")
"""A person in parentheses, or what stands between commas."""
_FILED = re.compile(r"\d{6}Z")


def read_keyed(field: str, keyed: Keyed | None) -> object:
    """Return a keyed value in the type of its column; None is what has no value.

    Args:
        field: A key of `READERS`, or a place in a list: `addressees[3].continuity_number`.
        keyed: The value as keyed; None says that the paper prints none.

    Raises:
        ValueError: the field cannot be corrected, or the value is none of that field. The message
            says what is expected.
    """
    reader = _reader(field)
    if keyed is not None:
        return reader(keyed)
    if field in NEVER_EMPTY:
        raise ValueError(f"{field} always has a value")
    return () if field in _LISTS else None


def check_field(field: str) -> None:
    """Refuse a field that cannot be corrected.

    Raises:
        ValueError: the message lists those that can.
    """
    _reader(field)


def is_release_field(field: str) -> bool:
    """Whether a field is of the document's release and not of a cable."""
    return field in _RELEASE


def split_place(field: str) -> tuple[str, int, str] | None:
    """Return list, position and attribute of `addressees[3].continuity_number`, or None."""
    match = _PLACE.fullmatch(field)
    return (match["list"], int(match["position"]), match["attribute"]) if match else None


def keyed_text(keyed: Keyed | None) -> str:
    """Return a keyed value as one text, as `readings.raw` gives it."""
    if keyed is None or isinstance(keyed, str):
        return keyed or ""
    return ", ".join(
        item
        if isinstance(item, str)
        else " ".join(f"{key.upper()} {text}" for key, text in item.items())
        for item in keyed
    )


def _reader(field: str) -> Reader:
    place = split_place(field)
    reader = _ATTRIBUTES.get((place[0], place[2])) if place else READERS.get(field)
    if reader is None:
        raise ValueError(
            f"{field!r} is no field that can be corrected; they are {', '.join(READERS)}, and "
            "places like addressees[3].continuity_number, distribution[1].copies, "
            "paragraphs[2].text"
        )
    return reader


def _mrn(keyed: Keyed) -> str:
    text = one_text(keyed)
    mrn = exact(parse_mrn(text), text)
    if mrn.year is None:
        raise ValueError(f"{text!r} has no year; write it as 11 MEXICO 392")
    return format_mrn(mrn)


def _dtg(keyed: Keyed) -> str:
    text = one_text(keyed)
    group = exact(parse_dtg(text), text)
    if group.raw != text.upper():
        raise ValueError(f"{text!r} holds more than {group.raw!r}; precedence has its own field")
    return group.raw


def _precedence(keyed: Keyed) -> Precedence:
    return PRECEDENCES.get(in_capitals(keyed)) or member_of(Precedence)(keyed)


def _post(keyed: Keyed) -> str:
    name = in_capitals(keyed)
    known, repairs = read_post(name)
    return name if repairs else known


def _originator(keyed: Keyed) -> str:
    sender = parse_originator(one_text(keyed))
    return in_capitals(keyed) if sender.rules or sender.value is None else sender.value


def _classification(keyed: Keyed) -> Classification:
    return exact(parse_classification(one_text(keyed)), one_text(keyed))


def _order(keyed: Keyed) -> str:
    text = one_text(keyed)
    order = exact(parse_executive_order(f"E.O. {text}"), text)
    if order.number != text:
        raise ValueError(f"{text!r} is no order's number of five digits")
    return order.number


def _filed(keyed: Keyed) -> str:
    text = in_capitals(keyed)
    if not _FILED.fullmatch(text):
        raise ValueError(f"{text!r} is no filing time like 312248Z")
    return text


def _captions(keyed: Keyed) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.upper() for item in several_texts(keyed)))


def _tags(keyed: Keyed) -> tuple[Tag, ...]:
    """Return TAGS letter by letter as keyed, also where a code is likely a slip of the paper's."""
    entries = [entry for item in several_texts(keyed) for entry in _TAGS_ENTRY.findall(item)]
    return tuple(dict.fromkeys(_tag(entry.strip().upper()) for entry in entries if entry.strip()))


def _tag(entry: str) -> Tag:
    if entry.startswith("("):
        return Tag(tag=entry.strip("() "), kind=TagKind.PERSON)
    known = TAGS.get(entry)
    return Tag(
        tag=entry,
        kind=known.kind if known else TagKind.UNKNOWN,
        meaning=known.meaning if known else None,
    )


def _references(keyed: Keyed) -> tuple[str, ...]:
    items = several_texts(keyed)
    unread = [
        defect.message
        for defect in parse_references(["; ".join(items)], None, None).defects
        if defect.code is DefectCode.REFERENCE_UNREADABLE
    ]
    if unread:
        raise ValueError(unread[0])
    return items


def _addressees(keyed: Keyed) -> tuple[Addressee, ...]:
    return tuple(exact(parse_addressee(text, role), text) for role, text in by_role(keyed, Role))


def _distribution(keyed: Keyed) -> tuple[Office, ...]:
    offices: list[Office] = []
    for role, text in by_role(keyed, OfficeRole):
        match = _OFFICE.fullmatch(text.upper())
        if match is None:
            raise ValueError(f"{text!r} is no office with its copies, like WHA-00")
        copies = int(match["copies"]) if match["copies"] else None
        offices.append(Office(role=role, office=match["office"], copies=copies))
    return tuple(offices)


_RELEASE: dict[str, Reader] = {
    "release_decision": member_of(ReleaseDecision),
    "review_authority": in_capitals,
    "reviewed_on": day,
    "case_id": one_text,
    "document_number": one_text,
    "page_banner": in_capitals,
}

READERS: dict[str, Reader] = {
    "mrn": _mrn,
    "year": four_digit_year,
    "post": _post,
    "serial": whole_number,
    "dtg": instant,
    "dtg_raw": _dtg,
    "precedence": _precedence,
    "info_precedence": _precedence,
    "originator": _originator,
    "classification": _classification,
    "captions": _captions,
    "passing_instructions": several_texts,
    "executive_order": _order,
    "declassify_raw": one_text,
    "declassify_on": day,
    "declassify_event": one_text,
    "classified_by": one_text,
    "classification_reasons": _captions,
    "tags": _tags,
    "subject": one_text,
    "summary": one_text,
    "comment": one_text,
    "action_request": one_text,
    "signature": one_text,
    "drafted_by": one_text,
    "approved_by": one_text,
    "cleared_by": several_texts,
    "distribution_total": whole_number,
    "distribution_letter": in_capitals,
    "relay_counter": in_capitals,
    "filed_raw": _filed,
    "section_count": whole_number,
    "sections_present": whole_numbers,
    "format": member_of(CableFormat),
    "layout": member_of(CableLayout),
    "channel_number": in_capitals,
    "called_stations": _captions,
    "calling_station": in_capitals,
    "station_serial": whole_number,
    "transmitted_raw": one_text,
    "channel_approval": in_capitals,
    "addressees": _addressees,
    "distribution": _distribution,
    "references": _references,
    **_RELEASE,
}
"""Every field that can be corrected: the columns of `cables` that are printed, the lists keyed as
printed, and the release fields of `documents`. What is counted (words, pages) has no entry."""

_ATTRIBUTES: dict[tuple[str, str], Reader] = {
    ("addressees", "role"): member_of(Role),
    ("addressees", "plain_language_address"): in_capitals,
    ("addressees", "post"): _post,
    ("addressees", "routing_indicator"): in_capitals,
    ("addressees", "precedence"): in_capitals,
    ("addressees", "continuity_number"): one_text,
    ("addressees", "is_collective"): flag,
    ("distribution", "role"): member_of(OfficeRole),
    ("distribution", "office"): in_capitals,
    ("distribution", "copies"): whole_number,
    ("paragraphs", "number"): whole_number,
    ("paragraphs", "portion_marking"): in_capitals,
    ("paragraphs", "is_struck"): flag,
    ("paragraphs", "heading"): one_text,
    ("paragraphs", "text"): one_text,
}
"""Single values inside a list's record; the record is named by its `position`, from 1."""

_LISTS = frozenset(
    {
        "captions", "passing_instructions", "classification_reasons", "tags", "cleared_by",
        "called_stations", "addressees", "distribution", "references",
    }
)  # fmt: skip
"""Fields whose absence is an empty list."""

NEVER_EMPTY = frozenset({"section_count", "sections_present", "format", "layout"})
"""Fields every cable has."""
