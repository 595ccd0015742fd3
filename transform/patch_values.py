"""What a person keys for a field, read by that field's own grammar.

`READERS` names every field that can be corrected and how its value is keyed. A value is keyed as it
is printed, so a repair that a parser would make of it is refused: people write what is meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TypeVar

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
)
from transform.defects import DefectCode, Parsed
from transform.header.addressee import parse_addressee
from transform.header.classification import parse_classification
from transform.header.dtg import parse_dtg
from transform.header.executive_order import parse_executive_order
from transform.header.mrn import format_mrn, parse_mrn, read_post
from transform.header.names import squeeze
from transform.header.originator import parse_originator
from transform.header.reference import parse_references
from transform.header.tags import parse_tags
from transform.vocab import PRECEDENCES

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

Keyed = str | Sequence[str] | Sequence[Mapping[str, str]]
"""A value as keyed: a text, a list of texts, or a list of one-entry mappings (`action: ...`)."""
Reader = Callable[[Keyed], object]

_OFFICE = re.compile(r"(?P<office>[A-Z0-9/]+)(?:-(?P<copies>\d{1,3}))?")
_PLACE = re.compile(r"(?P<list>[a-z]+)\[(?P<position>[1-9]\d{0,3})\]\.(?P<attribute>[a-z_]+)")
_FILED = re.compile(r"\d{6}Z")
_FLAGS = {"true": True, "false": False}


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
    if field in _NEVER_EMPTY:
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


def _one(keyed: Keyed) -> str:
    if not isinstance(keyed, str) or not keyed.strip():
        raise ValueError("one text is expected, not a list; leave it empty if none is printed")
    return squeeze(keyed)


def _several(keyed: Keyed) -> tuple[str, ...]:
    if isinstance(keyed, str):
        return (_one(keyed),)
    return tuple(_one(item) if isinstance(item, str) else _one("") for item in keyed)


def _by_role(keyed: Keyed, roles: type[E]) -> list[tuple[E, str]]:
    """Return the entries of a list like `- action: SECSTATE WASHDC`, role and text."""
    if isinstance(keyed, str) or any(isinstance(item, str) or len(item) != 1 for item in keyed):
        raise ValueError(f"a list of entries is expected, each with one of {', '.join(roles)}")
    found: list[tuple[E, str]] = []
    for item in keyed:
        for name, text in item.items() if isinstance(item, Mapping) else ():
            found.append((_of(roles)(name), _one(text)))
    return found


def _exact(parsed: Parsed[T], keyed: str) -> T:
    """Return what a field's parser understood, if it needed no repair for it."""
    if parsed.value is None:
        why = parsed.defects[0].message if parsed.defects else f"{keyed!r} cannot be read"
        raise ValueError(why)
    if parsed.rules:
        raise ValueError(
            f"{keyed!r} would be read as something else ({', '.join(parsed.rules)}); key it as it "
            "is meant"
        )
    return parsed.value


def _of(kind: type[E]) -> Callable[[Keyed], E]:
    def read(keyed: Keyed) -> E:
        word = _one(keyed)
        for member in kind:
            if member.value.upper() == word.upper():
                return member
        raise ValueError(f"{word!r} is none of {', '.join(kind)}")

    return read


def _upper(keyed: Keyed) -> str:
    return _one(keyed).upper()


def _number(keyed: Keyed) -> int:
    text = _one(keyed)
    if not (text.isascii() and text.isdigit()):
        raise ValueError(f"{text!r} is no whole number")
    return int(text)


def _numbers(keyed: Keyed) -> tuple[int, ...]:
    return tuple(_number(item) for item in _several(keyed))


def _flag(keyed: Keyed) -> bool:
    text = _one(keyed).lower()
    if text not in _FLAGS:
        raise ValueError(f"{text!r} is neither true nor false")
    return _FLAGS[text]


def _day(keyed: Keyed) -> date:
    text = _one(keyed)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is no date; write it as 2011-07-11") from None


def _instant(keyed: Keyed) -> datetime:
    text = _one(keyed)
    try:
        instant = datetime.fromisoformat(text.removesuffix("Z"))
    except ValueError:
        raise ValueError(f"{text!r} is no instant; write it as 2011-01-31T22:43Z") from None
    if instant.tzinfo is not None:
        raise ValueError(f"{text!r} has a time zone; a DTG is Zulu time")
    return instant.replace(tzinfo=UTC)


def _year(keyed: Keyed) -> int:
    year = _number(keyed)
    if not date.min.year <= year <= date.max.year or year < 1000:
        raise ValueError(f"{year} is no year of four digits")
    return year


def _mrn(keyed: Keyed) -> str:
    text = _one(keyed)
    mrn = _exact(parse_mrn(text), text)
    if mrn.year is None:
        raise ValueError(f"{text!r} has no year; write it as 11 MEXICO 392")
    return format_mrn(mrn)


def _dtg(keyed: Keyed) -> str:
    text = _one(keyed)
    group = _exact(parse_dtg(text), text)
    if group.raw != text.upper():
        raise ValueError(f"{text!r} holds more than {group.raw!r}; precedence has its own field")
    return group.raw


def _precedence(keyed: Keyed) -> Precedence:
    return PRECEDENCES.get(_upper(keyed)) or _of(Precedence)(keyed)


def _post(keyed: Keyed) -> str:
    name = _upper(keyed)
    known, repairs = read_post(name)
    return name if repairs else known


def _originator(keyed: Keyed) -> str:
    sender = parse_originator(_one(keyed))
    return _upper(keyed) if sender.rules or sender.value is None else sender.value


def _classification(keyed: Keyed) -> Classification:
    return _exact(parse_classification(_one(keyed)), _one(keyed))


def _order(keyed: Keyed) -> str:
    text = _one(keyed)
    order = _exact(parse_executive_order(f"E.O. {text}"), text)
    if order.number != text:
        raise ValueError(f"{text!r} is no order's number of five digits")
    return order.number


def _filed(keyed: Keyed) -> str:
    text = _upper(keyed)
    if not _FILED.fullmatch(text):
        raise ValueError(f"{text!r} is no filing time like 312248Z")
    return text


def _captions(keyed: Keyed) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.upper() for item in _several(keyed)))


def _tags(keyed: Keyed) -> tuple[str, ...]:
    text = ", ".join(_several(keyed))
    tags = _exact(parse_tags(text), text)
    return tuple(tag.tag for tag in tags if tag.kind != "person")


def _references(keyed: Keyed) -> tuple[str, ...]:
    items = _several(keyed)
    unread = [
        defect.message
        for defect in parse_references(["; ".join(items)], None, None).defects
        if defect.code is DefectCode.REFERENCE_UNREADABLE
    ]
    if unread:
        raise ValueError(unread[0])
    return items


def _addressees(keyed: Keyed) -> tuple[Addressee, ...]:
    return tuple(_exact(parse_addressee(text, role), text) for role, text in _by_role(keyed, Role))


def _distribution(keyed: Keyed) -> tuple[Office, ...]:
    offices: list[Office] = []
    for role, text in _by_role(keyed, OfficeRole):
        match = _OFFICE.fullmatch(text.upper())
        if match is None:
            raise ValueError(f"{text!r} is no office with its copies, like WHA-00")
        copies = int(match["copies"]) if match["copies"] else None
        offices.append(Office(role=role, office=match["office"], copies=copies))
    return tuple(offices)


_RELEASE: dict[str, Reader] = {
    "release_decision": _of(ReleaseDecision),
    "review_authority": _upper,
    "reviewed_on": _day,
    "case_id": _one,
    "document_number": _one,
    "page_banner": _upper,
}

READERS: dict[str, Reader] = {
    "mrn": _mrn,
    "year": _year,
    "post": _post,
    "serial": _number,
    "dtg": _instant,
    "dtg_raw": _dtg,
    "precedence": _precedence,
    "info_precedence": _precedence,
    "originator": _originator,
    "classification": _classification,
    "captions": _captions,
    "passing_instructions": _several,
    "executive_order": _order,
    "declassify_raw": _one,
    "declassify_on": _day,
    "declassify_event": _one,
    "classified_by": _one,
    "classification_reasons": _captions,
    "tags": _tags,
    "subject": _one,
    "summary": _one,
    "comment": _one,
    "action_request": _one,
    "signature": _one,
    "drafted_by": _one,
    "approved_by": _one,
    "cleared_by": _several,
    "distribution_total": _number,
    "distribution_letter": _upper,
    "relay_counter": _upper,
    "filed_raw": _filed,
    "section_count": _number,
    "sections_present": _numbers,
    "format": _of(CableFormat),
    "layout": _of(CableLayout),
    "addressees": _addressees,
    "distribution": _distribution,
    "references": _references,
    **_RELEASE,
}
"""Every field that can be corrected: the columns of `cables` that are printed, the lists keyed as
printed, and the release fields of `documents`. What is counted (words, pages) has no entry."""

_ATTRIBUTES: dict[tuple[str, str], Reader] = {
    ("addressees", "role"): _of(Role),
    ("addressees", "plain_language_address"): _upper,
    ("addressees", "post"): _post,
    ("addressees", "routing_indicator"): _upper,
    ("addressees", "precedence"): _upper,
    ("addressees", "continuity_number"): _one,
    ("addressees", "is_collective"): _flag,
    ("distribution", "role"): _of(OfficeRole),
    ("distribution", "office"): _upper,
    ("distribution", "copies"): _number,
    ("paragraphs", "number"): _number,
    ("paragraphs", "portion_marking"): _upper,
    ("paragraphs", "is_struck"): _flag,
    ("paragraphs", "heading"): _one,
    ("paragraphs", "text"): _one,
}
"""Single values inside a list's record; the record is named by its `position`, from 1."""

_LISTS = frozenset(
    {
        "captions", "passing_instructions", "classification_reasons", "tags", "cleared_by",
        "addressees", "distribution", "references",
    }
)  # fmt: skip
"""Fields whose absence is an empty list."""

_NEVER_EMPTY = frozenset({"section_count", "sections_present", "format", "layout"})
