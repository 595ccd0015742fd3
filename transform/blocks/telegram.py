"""The message header a post typed: DTG, FM, TO, INFO, and the fields below them.

Only two things hold in every form: addresses stand between FM and the control line, and the body
begins after the last header row. How the fields between are told is in `header_fields`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from transform.blocks.header_fields import (
    TelegramBlock,
    read_numbered_classified_by,
    take_field,
    take_torn_control,
)
from transform.blocks.header_rows import (
    header_goes_on,
    is_label,
    is_paragraph_start,
    label_of,
)
from transform.cable import Addressee, Role
from transform.candidate import doubtful, located
from transform.header.addressee import looks_like_addressee, parse_addressee, split_exempt
from transform.header.captions import is_caption_line
from transform.header.control_line import is_control_line
from transform.header.dtg import is_dtg_line, parse_dtg
from transform.header.originator import parse_originator
from transform.header.passing import is_passing_line
from transform.rows import BLANK_LINE_PITCH, Row, blank_between, step

_FROM = re.compile(
    r"^\W{0,2}(?:(?:F\s?M|F\w|\wM|[FEP][MNHW])\s+(?=\S)|[FEP][MNHW](?=[A4U][MNHWS][ES][MNHWST]))"
)
"""FM and the forms OCR gives it on damaged prints; what follows must look like an address."""

_TO_LABEL = r"(?:[T7IJ1l|][O0QDC])"
_INFO_LABEL = r"(?:[I1l|LTJ][NMH][FEPT][O0QDC])"
"""TO and INFO with each letter as worn type prints it (`7O`, `IO`, `TQ`; `1NFO`, `INEO`)."""

_BEHIND = r"(?:\b[\s:]*(?=\S)|(?=AMEMB|AMCON|USMISSION|SECSTATE|SECDEF))"
"""A label is parted from its address, or glued to one of the words addresses begin with."""

_TO = re.compile(rf"^\W{{0,2}}{_TO_LABEL}{_BEHIND}")

_INFO = re.compile(rf"^\W{{0,2}}{_INFO_LABEL}{_BEHIND}")

_ROLE_ALONE = re.compile(rf"^\W{{0,2}}(?:(?P<to>{_TO_LABEL})|{_INFO_LABEL}|(?P<exempt>XMT))\W*$")
"""TO, INFO or XMT on a row of its own, the addresses below it."""

_EXEMPT = re.compile(r"^\W{0,2}XMT\b")

_TORN_TO = re.compile(r"^\S{1,3}\s+(?=\S)")
"""What is left of TO on the row right below FM, where nothing else can stand."""

_PAGE_HEADER = re.compile(r"^PAGE\s+\d{1,2}\s+[A-Z][A-Z .'-]*?\s+\d{3,7}\s+\d{6}Z\W*$")
"""A page header that the relay set behind TO (`TO PAGE 02 STATE 015113 182333Z`, 2008-09)."""

SECOND_HEADER_FIELDS = 2
"""Labels a second header must show to be believed one: SUBJECT and another."""

SECOND_HEADER_REACH = 12
"""Rows below its control line within which they stand: captions, passing lines, E.O., TAGS."""


def is_from_line(text: str) -> bool:
    """Whether a row is the FM line: FM, or what OCR makes of it, and an address."""
    match = _FROM.match(text)
    return bool(
        match and (match.group().strip() == "FM" or looks_like_addressee(text[match.end() :]))
    )


def is_to_line(text: str) -> bool:
    """Whether a row is the TO line: TO, and what has an address's words."""
    match = _TO.match(text)
    return bool(match and looks_like_addressee(text[match.end() :]))


def read_telegram(rows: Sequence[Row]) -> TelegramBlock:
    """Read a message from its DTG or FM row on. `rows` hold nothing that was peeled."""
    block = TelegramBlock()
    position = _read_origin(rows, block)
    position = _read_addresses(rows, position, block)
    block.body_start = read_fields(rows, position, block)
    return block


def _read_origin(rows: Sequence[Row], block: TelegramBlock) -> int:
    """Read the DTG and FM rows; what stands between them belongs to the header too."""
    position = 0
    for n, row in enumerate(rows[:4]):
        if block.dtg is None and is_dtg_line(row.text):
            _read_dtg(row, block)
            block.claim([row])
            position = n + 1
        elif is_from_line(row.text):
            text = _FROM.sub("", row.text).strip()
            block.add("originator", [row], parse_originator(text), "fm")
            block.claim(rows[position : n + 1])
            if block.dtg is None and n > 0:
                # Only the DTG stands right above FM (ACP 127 format lines 5 and 6).
                block.defects += located(parse_dtg(rows[n - 1].text).defects, rows[n - 1], "dtg")
            return n + 1
        elif n > 0 and is_to_line(row.text):
            # FM could not be read: the row right above TO is it (ACP 127 format lines 6 and 7).
            above = rows[n - 1]
            if above.index not in block.kinds:
                sender = parse_originator(above.text.partition(" ")[2])
                block.add("originator", [above], sender, "fm.by_place")
                block.claim(rows[:n])
            return n
    return position


def _read_dtg(row: Row, block: TelegramBlock) -> None:
    parsed = parse_dtg(row.text)
    block.dtg = parsed.value
    block.defects += located(parsed.defects, row, "dtg")
    if parsed.value is None:
        return
    found: tuple[tuple[str, object], ...] = (
        ("dtg_raw", parsed.value.raw),
        ("precedence", parsed.value.precedence),
        ("info_precedence", parsed.value.info_precedence),
    )
    for name, value in found:
        block.add(name, [row], parsed.part(value), "dtg")


def _read_addresses(rows: Sequence[Row], position: int, block: TelegramBlock) -> int:
    """Read TO and INFO with the rows that go on with them, up to the control line.

    Rows without TO or INFO go on with the row above, and behind a row XMT they are exempt too.
    """
    role: Role | None = None
    found: list[Addressee] = []
    first = position
    while position < len(rows):
        row = rows[position]
        if not row.has_text:
            # A speck, which says nothing wherever it stands.
            block.claim([row])
            position += 1
            first = position if role is None else first
            continue
        label = _role_label(row.text)
        if label is None and position == first:
            label = _torn_to(rows, position, block)
        if label is not None:
            role, text = label
        elif role is None or _ends_addresses(rows, position):
            break
        else:
            text = row.text
        if _EXEMPT.match(text):
            role = Role.EXEMPT
        found += _read_address_row(text, role, row, block)
        if role is Role.ACTION:
            block.action_rows = (*block.action_rows, row)
        block.claim([row])
        position += 1
    block.addressees = tuple(found)
    return position


def _role_label(text: str) -> tuple[Role, str] | None:
    """Return the role a row's TO, INFO or XMT gives and what stands behind it, or None."""
    alone = _ROLE_ALONE.match(text)
    if alone:
        if alone["exempt"]:
            return Role.EXEMPT, ""
        return (Role.ACTION if alone["to"] else Role.INFO), ""
    to, info = _TO.match(text), _INFO.match(text)
    labelled = to or info
    if labelled is None:
        return None
    rest = text[labelled.end() :]
    return (Role.ACTION if to else Role.INFO), "" if _PAGE_HEADER.match(rest) else rest


def _torn_to(rows: Sequence[Row], position: int, block: TelegramBlock) -> tuple[Role, str] | None:
    """Return the action address on the row right below FM, its TO torn or lost (ACP 127: FL 7)."""
    text = rows[position].text
    above = rows[position - 1] if position else None
    if above is None or above.index not in block.kinds or not is_from_line(above.text):
        return None
    torn = _TORN_TO.match(text)
    rest = text[torn.end() :] if torn else text
    return (Role.ACTION, rest) if looks_like_addressee(rest) else None


def _read_address_row(text: str, role: Role, row: Row, block: TelegramBlock) -> list[Addressee]:
    if not text:
        return []
    address, exempt = split_exempt(text)
    pieces = [(address, role)] if address else []
    found: list[Addressee] = []
    for part, part_role in (*pieces, *((one, Role.EXEMPT) for one in exempt)):
        parsed = parse_addressee(part, part_role)
        if parsed.value is not None:
            found.append(parsed.value)
        block.defects += located(parsed.defects, row, "addressees")
    block.defects += doubtful("addressees", [row])
    return found


def _ends_addresses(rows: Sequence[Row], position: int) -> bool:
    """Whether a row without TO or INFO is no further address.

    After white space only something that has an address's words goes on: a blank line parts the
    addresses from the control line, but damaged prints have blank lines between addresses too.
    """
    row = rows[position]
    text = row.text
    if is_control_line(text) or is_caption_line(text) or is_label(text) or is_passing_line(text):
        return True
    if position == 0 or looks_like_addressee(text):
        return False
    above = rows[position - 1]
    if blank_between(above, row) is None:
        # Across a page break or a stamp printed over the addresses they go on; but where the stamp
        # stands in the white space under them, none is left below it.
        is_apart = row.page_no == above.page_no and step(above, row) > BLANK_LINE_PITCH * row.pitch
        return is_apart and not _addresses_below(rows, position)
    return bool(blank_between(above, row))


def _addresses_below(rows: Sequence[Row], position: int) -> bool:
    """Whether a row below is an address, before the control line or a label."""
    for row in rows[position + 1 :]:
        if is_control_line(row.text) or is_caption_line(row.text) or is_label(row.text):
            return False
        if looks_like_addressee(row.text):
            return True
    return False


def read_fields(rows: Sequence[Row], position: int, block: TelegramBlock) -> int:
    """Read the rows below the addresses; return where the body begins."""
    seen: set[str] = set()
    while position < len(rows):
        row = rows[position]
        if "subject" in seen and _begins_second_header(rows, position):
            return _read_second_header(rows, position, seen, block)
        taken, name = take_field(rows, position, seen, block)
        if taken == 0 and not seen and header_goes_on(rows, position + 1, {"control"}):
            taken, name = take_torn_control(rows, position, block), "control"
        if taken == 0:
            if not row.has_text and header_goes_on(rows, position, seen):
                block.claim([row])
                position += 1
                continue
            if is_paragraph_start(row.text) or not header_goes_on(rows, position, seen):
                break
            # Between two labels stands something no rule knows: it stays unclaimed and is seen.
            position += 1
            continue
        block.claim(rows[position : position + taken])
        seen.add(name)
        position += taken
    read_numbered_classified_by(rows, position, block)
    return position


def _begins_second_header(rows: Sequence[Row], position: int) -> bool:
    """Whether a control line below a subject heads a second set of fields, SUBJECT among them."""
    if not is_control_line(rows[position].text):
        return False
    below = rows[position + 1 : position + 1 + SECOND_HEADER_REACH]
    labels = {label_of(row.text) for row in below} - {None}
    return "subject" in labels and len(labels) >= SECOND_HEADER_FIELDS


def _read_second_header(
    rows: Sequence[Row], position: int, seen: set[str], block: TelegramBlock
) -> int:
    """Read a second header of one message and let the fuller of the two stand for it.

    Some prints set a short header, SUBJECT and REF, above the full one (cablemap, issue 25). Both
    are kept as readings; the second is chosen unless it gives fewer fields.
    """
    second = TelegramBlock()
    end = read_fields(rows, position, second)
    block.kinds |= second.kinds
    block.defects += second.defects
    if len({one.field for one in second.candidates}) >= len(seen):
        block.take_over(second)
    else:
        block.candidates += second.candidates
    return end
