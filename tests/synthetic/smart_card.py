"""The card-style cable of the 2010s: labelled rows, the text, and below it who drafted and cleared.

MRN, Date/DTG, From, Action, E.O., TAGS, Captions, Reference and Subject stand above the text;
signature, drafter, clearances, info addressees and XMT below it (architecture.md, section 0).
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tests.synthetic import words
from tests.synthetic.setting import Row
from tests.synthetic.telegrams import body_rows
from tests.synthetic.truth import AddresseeTruth, CableTruth
from tests.synthetic.typed import ADVANCE

LABEL_COLUMNS = 16
VALUE_COLUMNS = 50
assert ADVANCE * (LABEL_COLUMNS + VALUE_COLUMNS) < 480, "a card must fit the paper"


def as_card(cable: CableTruth, rng: Random) -> CableTruth:
    """Return the cable with what a card adds: precedence words, posts taken out, drafting.

    A card's DTG has no precedence letters; every address has its word.
    """
    info = [one for one in cable.addressees if one.role == "info"]
    posts = [one for one in info if one.plain_language_address.startswith("AMEMBASSY")]
    department = AddresseeTruth(
        role="action",
        plain_language_address="SECSTATE WASHDC",
        precedence=cable.precedence,
    )
    collective = AddresseeTruth(
        role="info",
        plain_language_address="ALL DIPLOMATIC AND CONSULAR POSTS COLLECTIVE",
        precedence="ROUTINE",
    )
    drafter, approver, *others = rng.sample(words.PEOPLE, 4)
    return replace(
        cable,
        info_precedence="ROUTINE",
        addressees=(
            department,
            *(replace(one, precedence="ROUTINE", continuity_number=None) for one in posts[:2]),
            collective,
            AddresseeTruth(role="exempt", plain_language_address="AMEMBASSY KYIV"),
        ),
        signature=cable.signature.title(),
        classified_by=None,
        classification_reasons=(),
        drafted_by=f"ECON:{_listed(drafter)}",
        approved_by=f"DCM:{_listed(approver)}",
        cleared_by=tuple(f"{office}:{_listed(name)}" for office, name in
                         zip(("POL", "MGT"), others, strict=True)),
    )  # fmt: skip


def _listed(name: str) -> str:
    """Return a name with the surname first."""
    first, last = name.split()
    return f"{last}, {first}"


def head_rows(cable: CableTruth, *, indent: str = "") -> list[Row]:
    """Return the rows above the text."""
    year, month, day = cable.dtg[:10].split("-")
    name = words.MONTHS[int(month) - 1][:3]
    group = cable.dtg_raw
    entries = [
        ("MRN", cable.mrn),
        ("Date/DTG", f"{name} {day}, {year} / {group}"),
        ("From", cable.originator),
        ("Action", f"WASHDC, SECSTATE {cable.precedence}"),
        ("E.O.", f"{cable.executive_order} {cable.declassify_raw}".replace(" N/A", "")),
        ("TAGS", ", ".join(cable.tags)),
        ("Captions", ", ".join(cable.captions)),
        ("Reference", "; ".join(f"{ref.label + ') ' if ref.label else ''}{ref.mrn}" for ref in
                                cable.refs) or "n/a"),
        ("Subject", cable.subject),
    ]  # fmt: skip
    head = [Row(kind="header", text=f"{'':26}{cable.classification}")]
    rows = [row for key, value in entries for row in _entry(key, value, "card")]
    return [replace(row, text=indent + row.text) for row in [*head, *rows]]


def tail_rows(cable: CableTruth, *, indent: str = "") -> list[Row]:
    """Return the rows below the text."""
    info = "; ".join(_address(one) for one in cable.addressees if one.role == "info")
    exempt = "; ".join(_address(one) for one in cable.addressees if one.role == "exempt")
    rows = _entry("Signature", cable.signature, "card")
    rows = [replace(rows[0], before=2), *rows[1:]]
    drafted = _entry("Drafted By", str(cable.drafted_by), "card")
    rows += [replace(drafted[0], before=1), *drafted[1:]]
    rows += [
        Row(kind="card", text=f"{'Cleared By:' if n == 0 else '':{LABEL_COLUMNS}}{one}")
        for n, one in enumerate(cable.cleared_by)
    ]
    rows += _entry("Approved By", str(cable.approved_by), "card")
    rows += _entry("Released By", str(cable.approved_by), "card")
    rows += [*_entry("Info", info, "card"), *_entry("XMT", exempt, "card")]
    rule = _entry("Dissemination Rule", "Archive Copy", "card")
    rows += [replace(rule[0], before=1)]
    return [replace(row, text=indent + row.text) for row in rows]


def card_rows(cable: CableTruth, *, indent: str = "") -> list[Row]:
    """Return a whole card-style cable."""
    body = [replace(row, text=indent + row.text) for row in body_rows(cable)]
    return [*head_rows(cable, indent=indent), *body, *tail_rows(cable, indent=indent)]


def _entry(key: str, value: str, kind: str) -> list[Row]:
    """Break a value into rows of its own column."""
    lines = [""]
    for word in value.split(" "):
        candidate = f"{lines[-1]} {word}".strip()
        if len(candidate) > VALUE_COLUMNS:
            lines.append(word)
        else:
            lines[-1] = candidate
    return [
        Row(kind=kind, text=f"{f'{key}:' if n == 0 else '':{LABEL_COLUMNS}}{line}")
        for n, line in enumerate(lines)
    ]


def _address(one: AddresseeTruth) -> str:
    """Return an address with its place first: `OSLO, AMEMBASSY ROUTINE`."""
    kind, _, place = one.plain_language_address.partition(" ")
    if kind != "AMEMBASSY":
        return f"{one.plain_language_address} {one.precedence}"
    return f"{place}, {kind} {one.precedence}" if one.precedence else f"{place}, {kind}"
