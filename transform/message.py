"""One message of a document read through all its blocks, and messages joined into cables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from transform.assemble import ENDS, Message
from transform.blocks.airgram import read_airgram
from transform.blocks.card import CardBlock, is_tail_row, read_card, read_tail
from transform.blocks.header_fields import TelegramBlock
from transform.blocks.relay import PageHeader, RelayBlock, parse_page_header, read_relay
from transform.blocks.telegram import read_telegram
from transform.blocks.transmission import read_tail_serial
from transform.layers import RowKind
from transform.rows import Row
from transform.vocab import CAPTIONS

MARKING_REACH = 3.0
"""Steps from line to line between a card and the classification printed over it: up to two blank
lines, where a seal takes five."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageParts:
    """The blocks of one message and the rows of its body.

    `row_indexes` are all its rows, peeled or not; `page_first` and `page_last` count only rows
    that are the message's own.
    """

    card: CardBlock | None
    tail: CardBlock | None
    relay: RelayBlock
    telegram: TelegramBlock | None
    page_headers: tuple[PageHeader, ...]
    body: tuple[Row, ...]
    row_indexes: tuple[int, ...]
    page_first: int
    page_last: int
    is_mailed: bool = False
    """Whether an e-mail carried it."""
    kinds: dict[int, RowKind] = field(default_factory=dict)

    @property
    def section_no(self) -> int | None:
        """The section's number: of the control line, or else of the page headers."""
        if self.telegram and self.telegram.section_no is not None:
            return self.telegram.section_no
        return next((h.section_no for h in self.page_headers if h.section_no is not None), None)

    @property
    def section_count(self) -> int | None:
        """How many sections the cable has, as this one says."""
        if self.telegram and self.telegram.section_count is not None:
            return self.telegram.section_count
        return next((h.section_count for h in self.page_headers if h.section_count), None)

    @property
    def serial(self) -> int | None:
        """The serial of the control line, or else of the page headers."""
        if self.telegram and self.telegram.control_serial is not None:
            return self.telegram.control_serial
        return next((header.serial for header in self.page_headers), None)


def read_message(
    rows: Sequence[Row], peeled: Mapping[int, RowKind], message: Message
) -> MessageParts:
    """Read the blocks of one message of a document."""
    own = rows[message.start : message.end]
    kinds: dict[int, RowKind] = {}
    card = _card(rows, peeled, message, kinds)
    body_from = message.start
    relay, telegram = RelayBlock(), None
    if message.header is not None:
        relay_from = message.start if card is None else message.start + 1
        relay = read_relay(
            [
                r
                for r in rows[relay_from : message.header]
                if r.index not in peeled and r.index not in kinds
            ]
        )
        header_rows = [r for r in rows[message.header : message.end] if r.index not in peeled]
        telegram = (read_airgram if message.is_airgram else read_telegram)(header_rows)
        kinds |= relay.kinds | telegram.kinds
        if telegram.body_start < len(header_rows):
            body_from = header_rows[telegram.body_start].index
        else:
            body_from = message.end
    is_mailed = any(peeled.get(row.index) is RowKind.EMAIL for row in rows[: message.start])
    after = _split(
        rows[body_from : message.end], peeled, kinds, has_card=card is not None, is_mailed=is_mailed
    )
    relay.transmission.tail_serial = after.tail_serial
    tail = read_tail(after.card) if after.card else None
    kinds |= after.kinds | (tail.kinds if tail else {})
    pages = [r.page_no for r in own if r.index in kinds] or [r.page_no for r in own]
    headers = [
        parsed
        for row in own
        if peeled.get(row.index) is RowKind.PAGE_HEADER and (parsed := parse_page_header(row))
    ]
    return MessageParts(
        card=card,
        tail=tail,
        relay=relay,
        telegram=telegram,
        page_headers=tuple(headers),
        body=tuple(after.body),
        is_mailed=is_mailed,
        row_indexes=tuple(row.index for row in own),
        page_first=min(pages),
        page_last=max(pages),
        kinds=kinds,
    )


def join_sections(messages: Sequence[MessageParts]) -> tuple[tuple[MessageParts, ...], ...]:
    """Return the messages grouped into cables, sections in order.

    Sections belong together when they say so: the same serial, each its own number of several. A
    message that repeats a section already there is another cable (a retransmission).
    """
    groups: list[list[MessageParts]] = []
    for message in messages:
        home = next((group for group in groups if _continues(group, message)), None)
        if home is None:
            groups.append([message])
        else:
            home.append(message)
    return tuple(tuple(sorted(group, key=lambda part: part.section_no or 1)) for group in groups)


def _continues(group: Sequence[MessageParts], message: MessageParts) -> bool:
    if message.section_no is None or message.card is not None:
        return False
    present = {part.section_no or 1 for part in group}
    same_serial = message.serial is not None and message.serial == group[0].serial
    return message.section_no not in present and (same_serial or _same_dtg(group[0], message))


def _same_dtg(one: MessageParts, other: MessageParts) -> bool:
    first = one.telegram.dtg if one.telegram else None
    second = other.telegram.dtg if other.telegram else None
    return first is not None and second is not None and first.raw == second.raw


def _card(
    rows: Sequence[Row],
    peeled: Mapping[int, RowKind],
    message: Message,
    kinds: dict[int, RowKind],
) -> CardBlock | None:
    if message.card is None:
        return None
    end = message.end if message.header is None else message.header
    card = read_card(
        [row for row in rows[message.card : end] if row.index not in peeled],
        _marking_above(rows, peeled, message.card),
    )
    kinds |= card.kinds
    return card


def _marking_above(rows: Sequence[Row], peeled: Mapping[int, RowKind], card: int) -> Row | None:
    """Return the classification that stands right above a card: only white space parts them.

    A banner of the reviewers stands at the page's edge, and their seal between it and the card.
    """
    above = rows[card - 1] if card else None
    if above is None or peeled.get(above.index) is not RowKind.MARKING:
        return None
    is_close = rows[card].box.top - above.box.bottom < MARKING_REACH * rows[card].pitch
    return above if above.page_no == rows[card].page_no and is_close else None


@dataclass(slots=True, kw_only=True)
class _AfterHeader:
    """The rows below a header by what they are."""

    body: list[Row] = field(default_factory=list)
    card: list[Row] = field(default_factory=list)
    tail_serial: tuple[Row, int] | None = None
    kinds: dict[int, RowKind] = field(default_factory=dict)


def _split(
    rows: Sequence[Row],
    peeled: Mapping[int, RowKind],
    claimed: Mapping[int, RowKind],
    *,
    has_card: bool,
    is_mailed: bool,
) -> _AfterHeader:
    """Part the rows below a header: the body, the card's labelled rows below it, and the rest.

    The body ends at the end marker, at the BT that closes the text, or where another mail begins;
    what is printed after that is the station's serial, the card's, the mail's or nobody's.
    """
    after = _AfterHeader()
    ended = in_mail = is_marked = False
    for row in rows:
        kind = peeled.get(row.index)
        if kind is None and is_marked and row.text in CAPTIONS:
            # The captions are printed again under the classification between two pages.
            after.kinds[row.index] = kind = RowKind.MARKING
        is_marked = kind in (RowKind.MARKING, RowKind.BANNER)
        ended = ended or kind in ENDS
        in_mail = in_mail or kind is RowKind.EMAIL
        if kind is not None or row.index in claimed:
            continue
        serial = read_tail_serial(row) if ended else None
        if serial is not None:
            after.tail_serial = (row, serial)
            after.kinds[row.index] = RowKind.TRANSMISSION
        elif in_mail:
            after.kinds[row.index] = RowKind.EMAIL
        elif has_card and (after.card or is_tail_row(row.text)):
            after.card.append(row)
        elif not ended:
            after.body.append(row)
            after.kinds[row.index] = RowKind.BODY
        elif is_mailed:
            after.kinds[row.index] = RowKind.EMAIL
    return after
