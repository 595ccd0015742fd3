"""The airgram: a despatch by pouch on a form, numbered `A-150`, dated, with no DTG.

Field order is FROM, E.O., SUBJECT, TAGS, REF (TAGS handbook 1974); above them stand the number
beside the classification, and TO, INFO, FROM and DATE rows. From SUBJECT on it is a telegram's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from transform.blocks.header_fields import TelegramBlock
from transform.blocks.header_rows import is_label
from transform.blocks.stamp_date import parse_date
from transform.blocks.telegram import read_fields
from transform.cable import Addressee, Role
from transform.candidate import located
from transform.defects import Parsed
from transform.header.addressee import parse_addressee
from transform.header.classification import find_marking, parse_classification
from transform.header.executive_order import is_executive_order_line
from transform.header.names import DIGIT_LIKE, as_digits
from transform.header.originator import parse_originator
from transform.header.tags import is_tags_line
from transform.rows import Row

FORM_REACH = 25
"""Rows from the head of the form to its fields: number, addresses, date, rarely more than 15."""

_TITLE = re.compile(r"^A\s?I\s?R\s?G\s?R\s?A\s?M$", re.IGNORECASE)
_LETTERHEAD = re.compile(r"^(?:U\.?\s?S\.?\s+)?DEPARTMENT\s+OF\s+STATE$", re.IGNORECASE)
_NUMBER = re.compile(rf"(?:^|\s)(?:NO\.?\s+)?A\s?-\s?(?P<number>{DIGIT_LIKE}{{1,4}})$")
_COLON = r"\s*[:;.*]\s*(?=\S)"
"""The form's colon, which stands in a column of its own and is worn like a speck."""

_FROM = re.compile(rf"^FROM{_COLON}", re.IGNORECASE)
_TO = re.compile(rf"^TO{_COLON}", re.IGNORECASE)
_INFO = re.compile(rf"^INFO{_COLON}", re.IGNORECASE)
_MORE = re.compile(r"^:\s*(?=\S)")
_DATE = re.compile(rf"(?:^|\s)DATE{_COLON}(?P<date>\S.*)$", re.IGNORECASE)
_MONTH_DAY_YEAR = re.compile(r"^([A-Z]{3})[A-Z]*\.?\s+(\d{1,2})\s*,?\s+(\d{4})$", re.IGNORECASE)


def is_airgram_start(rows: Sequence[Row], position: int) -> bool:
    """Whether an airgram's form begins at a row: its title or number, and FROM and E.O. or TAGS.

    A despatch has a number and FROM, but cites no order and carries no TAGS.
    """
    if not (_TITLE.match(rows[position].text) or _number(rows[position].text)):
        return False
    ahead = rows[position + 1 : position + FORM_REACH]
    return any(_FROM.match(row.text) for row in ahead) and any(
        is_executive_order_line(row.text) or is_tags_line(row.text) for row in ahead
    )


def is_letterhead(text: str) -> bool:
    """Whether a row is the form's letterhead, which stands above its title."""
    return bool(_LETTERHEAD.match(text))


def read_airgram(rows: Sequence[Row]) -> TelegramBlock:
    """Read an airgram from the head of its form on; `rows` hold nothing that was peeled."""
    block = TelegramBlock(is_airgram=True)
    position = 0
    role: Role | None = None
    addressees: list[Addressee] = []
    while position < len(rows) and position < FORM_REACH and not is_label(rows[position].text):
        row = rows[position]
        role, address = _address(row.text, role)
        if address is not None and role is not None:
            addressees += _read_address(block, row, address, role)
        elif _FROM.match(row.text):
            _read_sender(block, row)
        elif not (_TITLE.match(row.text) or is_letterhead(row.text)):
            _read_number(block, row)
        _read_date(block, row)
        block.claim([row])
        position += 1
    block.addressees = tuple(addressees)
    block.body_start = read_fields(rows, position, block)
    return block


def _address(text: str, role: Role | None) -> tuple[Role | None, str | None]:
    """Return the role and the address of a TO or INFO row, or of one that goes on with it."""
    for pattern, labelled in ((_TO, Role.ACTION), (_INFO, Role.INFO), (_MORE, role)):
        match = pattern.match(text)
        if match:
            return labelled, _DATE.sub("", text[match.end() :])
    return None if _FROM.match(text) else role, None


def _read_address(block: TelegramBlock, row: Row, text: str, role: Role) -> list[Addressee]:
    parsed = parse_addressee(text, role)
    block.defects += located(parsed.defects, row, "addressees")
    if role is Role.ACTION:
        block.action_rows = (*block.action_rows, row)
    return [parsed.value] if parsed.value else []


def _read_sender(block: TelegramBlock, row: Row) -> None:
    sender = _DATE.sub("", _FROM.sub("", row.text)).strip()
    block.add("originator", [row], parse_originator(sender), "airgram.from")


def _read_number(block: TelegramBlock, row: Row) -> None:
    """Read the number and the classification, which may share a row."""
    number = _number(row.text)
    if number is not None:
        block.control_serial = number
        block.add("serial", [row], Parsed(value=number), "airgram.number")
    if find_marking(row.text) is not None:
        block.add("classification", [row], parse_classification(row.text), "airgram.marking")


def _read_date(block: TelegramBlock, row: Row) -> None:
    match = _DATE.search(row.text)
    day = parse_day(match["date"]) if match else None
    if day is not None:
        block.add("dtg", [row], Parsed(value=day), "airgram.date")
        block.add("year", [row], Parsed(value=day.year), "airgram.date")


def parse_day(text: str) -> date | None:
    """Return the day an airgram is dated: `May 20, 1973`, `20 May 1973`, `5/20/1973`."""
    match = _MONTH_DAY_YEAR.match(text.strip())
    return parse_date("{1} {0} {2}".format(*match.groups()) if match else text).value


def _number(text: str) -> int | None:
    match = _NUMBER.search(text)
    digits = as_digits(match["number"]) if match else None
    return int(digits) if digits else None
