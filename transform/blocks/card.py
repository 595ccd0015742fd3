"""The card: the labelled rows above a telegram in 2020s releases, and the header of 2010s cables.

Seen on 94 DUSHANBE 259 (MRN, Date/DTG, From, Action, E.O., TAGS, Reference, Subject above the
telegram, `Dissemination Rule` at the end). Card-style cables of the 2010s put drafter, clearances,
info addressees and XMT below the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from transform.blocks.card_labels import head_label, tail_label
from transform.cable import Addressee, Block, Precedence, Reference, Role, Tag, TagKind
from transform.candidate import Candidate, candidate, located
from transform.defects import Defect, Parsed
from transform.header.addressee import parse_card_addressees
from transform.header.captions import parse_caption
from transform.header.classification import parse_classification
from transform.header.dtg import DateTimeGroup, find_dtg
from transform.header.executive_order import parse_executive_order
from transform.header.mrn import Mrn, format_mrn, parse_mrn
from transform.header.reference import parse_references
from transform.header.tags import parse_tags
from transform.layers import RowKind
from transform.rows import Row

LEAST_LABELS = 3
"""A card has at least this many labels in its rows: `FROM:` alone heads many memoranda."""

CARD_REACH = 16
"""Rows within which a card's labels stand: the longest card seen has 9 labels, some wrapped."""

NOTHING = frozenset({"", "N/A", "NA", "UNKNOWN", "NONE"})
"""What a card prints for no value: a reading with no value."""


_CLEARANCE = re.compile(r"^[A-Z0-9/_. -]+:\s*\S", re.IGNORECASE)
"""A clearance names the office before the person: `POL:Samplewick, Odo`."""
_WORN_NOTHING = re.compile(r"^[NMHW]\s?[/1lI|]\s?[A4]$", re.IGNORECASE)
"""`N/A` as worn type prints it: `nla` on a clean scan."""


@dataclass(slots=True, kw_only=True)
class CardBlock:
    """What one card says; `end` is the position after its last row in the rows given."""

    end: int = 0
    mrn: Mrn | None = None
    dtg: DateTimeGroup | None = None
    addressees: tuple[Addressee, ...] = ()
    tag_list: tuple[Tag, ...] = ()
    references: tuple[Reference, ...] = ()
    candidates: list[Candidate] = field(default_factory=list)
    defects: list[Defect] = field(default_factory=list)
    kinds: dict[int, RowKind] = field(default_factory=dict)

    def add(
        self, name: str, rows: Sequence[Row], raw: str, parsed: Parsed[object], rule: str
    ) -> None:
        """Keep a reading, its value None where the card prints that there is none."""
        self.candidates.append(candidate(name, Block.CARD, rows, raw, parsed, f"card.{rule}"))
        self.defects += located(parsed.defects, rows[0], name)


def is_card_start(rows: Sequence[Row], position: int) -> bool:
    """Whether a card begins at a row: MRN and enough other labels below it."""
    first = head_label(rows[position].text)
    if first is None or first[0] != "MRN":
        return False
    ahead = rows[position : position + CARD_REACH]
    return sum(head_label(row.text) is not None for row in ahead) >= LEAST_LABELS


def is_tail_row(text: str) -> bool:
    """Whether a row is one of the labelled rows below a card-style cable's text."""
    return tail_label(text) is not None


def read_card(rows: Sequence[Row], marking: Row | None = None) -> CardBlock:
    """Read a card from its MRN row on. It ends after its last label and what wraps below that.

    Args:
        rows: the rows from the card on, without those that were peeled.
        marking: the classification printed above the card, where there is one.
    """
    block = CardBlock()
    if marking is not None:
        _read_classification(block, [marking], marking.text)
    entries: list[tuple[str, list[Row], str]] = []
    for n, row in enumerate(rows[:CARD_REACH]):
        labelled = head_label(row.text)
        if labelled is not None:
            entries.append((labelled[0], [row], labelled[1]))
        elif entries and _is_wrapped(rows[n - 1], row, entries[-1][1][0]):
            label, held, value = entries[-1]
            entries[-1] = (label, [*held, row], f"{value} {row.text}".strip())
        else:
            break
        block.end = n + 1
    for label, held, value in entries:
        _READERS.get(label, _read_nothing)(block, held, value)
        for row in held:
            block.kinds[row.index] = RowKind.CARD
    return block


def read_tail(rows: Sequence[Row]) -> CardBlock:
    """Read the labelled rows below a card-style cable's text."""
    block = CardBlock()
    label = ""
    gathered: dict[str, tuple[list[Row], str]] = {}
    for row in rows:
        labelled = tail_label(row.text)
        if labelled is not None:
            label, value = labelled
            gathered[label] = ([row], value)
        elif label:
            held, value = gathered[label]
            gathered[label] = ([*held, row], f"{value} {row.text}".strip())
        block.kinds[row.index] = RowKind.CARD
    for name, (held, value) in gathered.items():
        _TAIL_READERS.get(name, _read_nothing)(block, held, value)
    return block


def _is_wrapped(above: Row, row: Row, labelled: Row) -> bool:
    """Whether a row goes on with a card's value: it stands under the value, not under the label.

    Where a page break falls between the two, only the column can tell.
    """
    values = [w for w in labelled.words[1:] if w.box.x0 - labelled.box.x0 > labelled.pitch]
    if not values:
        return False
    value_x0 = min(w.box.x0 for w in values[-1:]) if len(values) == 1 else values[0].box.x0
    close = row.page_no != above.page_no or row.box.top - above.box.bottom < labelled.pitch
    return close and row.box.x0 > (labelled.box.x0 + value_x0) / 2


def _read_nothing(block: CardBlock, rows: Sequence[Row], value: str) -> None:
    """Labels whose values no column takes stay in the card layer."""


def _is_nothing(value: str) -> bool:
    bare = value.upper().strip(" .")
    return bare in NOTHING or _WORN_NOTHING.match(bare) is not None


def _read_mrn(block: CardBlock, rows: Sequence[Row], value: str) -> None:
    parsed = parse_mrn(value)
    block.mrn = parsed.value
    if parsed.value is None:
        block.defects += located(parsed.defects, rows[0], "mrn")
        return
    mrn = parsed.value
    found: Mapping[str, object] = {
        "mrn": format_mrn(mrn),
        "year": mrn.year,
        "post": mrn.post,
        "serial": mrn.serial,
    }
    for name, one in found.items():
        block.add(
            name,
            rows,
            value,
            Parsed(value=one, rules=parsed.rules, confidence=parsed.confidence),
            "mrn",
        )


def _read_date(block: CardBlock, rows: Sequence[Row], value: str) -> None:
    parsed = find_dtg(value)
    block.dtg = parsed.value
    if parsed.value is not None:
        block.add("dtg_raw", rows, value, Parsed(value=parsed.value.raw, rules=parsed.rules), "dtg")
    block.defects += located(parsed.defects, rows[0], "dtg")


def _read_from(block: CardBlock, rows: Sequence[Row], value: str) -> None:
    if not _is_nothing(value):
        block.add("originator", rows, value, Parsed(value=value.upper()), "from")


def _read_action(block: CardBlock, rows: Sequence[Row], value: str) -> None:
    _add_addressees(block, rows, value, Role.ACTION)


def _read_info(block: CardBlock, rows: Sequence[Row], value: str) -> None:
    _add_addressees(block, rows, value, Role.INFO)


def _read_exempt(block: CardBlock, rows: Sequence[Row], value: str) -> None:
    _add_addressees(block, rows, value, Role.EXEMPT)


def _add_addressees(block: CardBlock, rows: Sequence[Row], value: str, role: Role) -> None:
    if _is_nothing(value):
        return
    parsed = parse_card_addressees(value, role)
    block.addressees = (*block.addressees, *(parsed.value or ()))
    names = tuple(one.plain_language_address for one in parsed.value or ())
    block.add("addressees", rows, value, Parsed(value=names, defects=parsed.defects), role.value)
    words = {one.precedence for one in parsed.value or () if one.precedence}
    if role is not Role.EXEMPT and len(words) == 1:
        word = words.pop().removeprefix("NIACT ")
        name = "precedence" if role is Role.ACTION else "info_precedence"
        if word in Precedence.__members__:
            block.add(name, rows, value, Parsed(value=Precedence[word]), role.value)


def _read_executive_order(block: CardBlock, rows: Sequence[Row], value: str) -> None:
    if _is_nothing(value):
        block.add("executive_order", rows, value, Parsed(value=None), "executive_order")
        return
    parsed = parse_executive_order(value)
    block.defects += located(parsed.defects, rows[0], "executive_order")
    if parsed.value is None:
        return
    found: Mapping[str, object] = {
        "executive_order": parsed.value.number,
        "declassify_raw": parsed.value.declassify_raw,
        "declassify_on": parsed.value.declassify_on,
        "declassify_event": parsed.value.declassify_event,
    }
    for name, one in found.items():
        if one is not None:
            block.add(name, rows, value, Parsed(value=one, rules=parsed.rules), "executive_order")


def _read_tags(block: CardBlock, rows: Sequence[Row], value: str) -> None:
    if _is_nothing(value):
        return
    parsed = parse_tags(value)
    block.tag_list = parsed.value or ()
    codes = tuple(tag.tag for tag in block.tag_list if tag.kind is not TagKind.PERSON)
    block.add(
        "tags",
        rows,
        value,
        Parsed(
            value=codes, defects=parsed.defects, rules=parsed.rules, confidence=parsed.confidence
        ),
        "tags",
    )


def _read_references(block: CardBlock, rows: Sequence[Row], value: str) -> None:
    if _is_nothing(value):
        block.add("references", rows, value, Parsed(value=None), "reference")
        return
    mrn = block.mrn
    parsed = (
        parse_references([value], mrn.year, mrn.post, own_serial=mrn.serial)
        if mrn
        else parse_references([value], None, None)
    )
    block.references = parsed.value or ()
    names = tuple(one.mrn or one.raw for one in block.references)
    block.add("references", rows, value, Parsed(value=names, defects=parsed.defects), "reference")


def _read_subject(block: CardBlock, rows: Sequence[Row], value: str) -> None:
    if value:
        block.add("subject", rows, value, Parsed(value=value), "subject")


def _read_captions(block: CardBlock, rows: Sequence[Row], value: str) -> None:
    if not _is_nothing(value):
        block.add("captions", rows, value, parse_caption(value), "captions")


def _read_classification(block: CardBlock, rows: Sequence[Row], value: str) -> None:
    block.add("classification", rows, value, parse_classification(value), "classification")


def _text_reader(name: str) -> Callable[[CardBlock, Sequence[Row], str], None]:
    def read(block: CardBlock, rows: Sequence[Row], value: str) -> None:
        if not _is_nothing(value):
            block.add(name, rows, value, Parsed(value=value), name)

    return read


def _list_reader(name: str) -> Callable[[CardBlock, Sequence[Row], str], None]:
    def read(block: CardBlock, rows: Sequence[Row], value: str) -> None:
        if not _is_nothing(value):
            items = tuple(item.strip() for item in value.split(";") if item.strip())
            block.add(name, rows, value, Parsed(value=items), name)

    return read


def _read_clearances(block: CardBlock, rows: Sequence[Row], value: str) -> None:
    """Read the clearances: parted by semicolons, or one a row, each with its office first."""
    if _is_nothing(value):
        return
    labelled = tail_label(rows[0].text)
    lines = [value]
    if labelled is not None and len(rows) > 1:
        lines = [labelled[1], *(row.text for row in rows[1:])]
    items: list[str] = []
    for line in (part.strip() for text in lines for part in text.split(";")):
        if items and line and not _CLEARANCE.match(line):
            items[-1] = f"{items[-1]} {line}"
        elif line:
            items.append(line)
    block.add("cleared_by", rows, value, Parsed(value=tuple(items)), "cleared_by")


_READERS: Mapping[str, Callable[[CardBlock, Sequence[Row], str], None]] = {
    "MRN": _read_mrn,
    "DATE/DTG": _read_date,
    "DATE": _read_date,
    "DTG": _read_date,
    "FROM": _read_from,
    "ACTION": _read_action,
    "ACTION POST": _read_action,
    "INFO": _read_info,
    "E.O.": _read_executive_order,
    "EO": _read_executive_order,
    "TAGS": _read_tags,
    "CAPTIONS": _read_captions,
    "CAPTION": _read_captions,
    "REFERENCE": _read_references,
    "REFERENCES": _read_references,
    "REF": _read_references,
    "SUBJECT": _read_subject,
    "CLASSIFICATION": _read_classification,
    "PASS LINE": _list_reader("passing_instructions"),
    "PASSING INSTRUCTIONS": _list_reader("passing_instructions"),
}

_TAIL_READERS: Mapping[str, Callable[[CardBlock, Sequence[Row], str], None]] = {
    "SIGNATURE": _text_reader("signature"),
    "DRAFTED BY": _text_reader("drafted_by"),
    "APPROVED BY": _text_reader("approved_by"),
    "CLEARED BY": _read_clearances,
    "INFO": _read_info,
    "INFO POST": _read_info,
    "XMT": _read_exempt,
    "ACTION POST": _read_action,
}
