"""A document's rows cut into messages, and messages joined into cables.

A message begins where a DTG row and an FM row stand together, or where a card does, or an
airgram's form. A second
header in the same document is believed only after something of the relay layer (an end marker, a
grid, a dash line, PAGE 01): bodies quote other telegrams with their headers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from transform.blocks.airgram import FORM_REACH, is_airgram_start, is_letterhead
from transform.blocks.card import is_card_start
from transform.blocks.header_rows import is_label
from transform.blocks.relay import (
    is_grid_row,
    is_grid_start,
    parse_dash_line,
    parse_page_header,
)
from transform.blocks.telegram import is_from_line, is_to_line
from transform.blocks.transmission import is_transmission_row, is_transmission_start
from transform.header.control_line import is_control_line
from transform.header.dtg import LONGEST_DTG_LINE, is_dtg_line
from transform.header.executive_order import is_executive_order_line
from transform.header.tags import is_tags_line
from transform.layers import RowKind
from transform.rows import Row, blank_between

FROM_REACH = 3
"""FM follows the DTG directly; on damaged prints a torn row or two may stand between."""

HEADER_ROWS_ABOVE_TO = 2
"""DTG and FM (ACP 127 format lines 5 and 6)."""

TORN_DTG_DIGITS = 4
"""Of the eight digits of a date-time group, half are left."""

CONTROL_REACH = 14
"""Rows below a control line within which a header that lost its DTG and FM must show two labels."""

GRID_REACH = 40
"""Rows a relay block may have above its DTG: the longest grid seen has 12, drafting adds to it."""


ENDS = frozenset({RowKind.END_MARKER, RowKind.TEXT_MARK, RowKind.EMAIL})
"""What stands at the end of a message, or belongs to the mail above the next one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message of a document: positions in the rows given, `header` at its DTG or FM.

    `card` is the position of its card if it has one above; a card-style cable has no `header`. An
    airgram's `header` is at the head of its form.
    """

    start: int
    end: int
    card: int | None
    header: int | None
    is_airgram: bool = False


def split_messages(rows: Sequence[Row], kinds: Mapping[int, RowKind]) -> tuple[Message, ...]:
    """Return the messages of a document in order; none when it holds no cable.

    Args:
        rows: the whole document.
        kinds: what was peeled; rows of the archive's attributes are never part of a message.
    """
    open_rows = [n for n, row in enumerate(rows) if row.index not in kinds]
    cards = _card_positions(rows, open_rows)
    airgrams = _airgram_positions(rows, open_rows)
    # What looks like a torn DTG above TO may be the card's first row.
    headers = [h for h in _header_positions(rows, open_rows, kinds, airgrams) if h not in cards]
    starts: list[tuple[int, int | None, int | None]] = []
    for n, card in enumerate(cards):
        before_next = cards[n + 1] if n + 1 < len(cards) else len(rows)
        own = next((h for h in headers if card < h < before_next), None)
        starts.append((card, card, own))
    claimed = {header for _, _, header in starts}
    for header in headers:
        if header not in claimed:
            floor = max((h for h in (*headers, *cards) if h < header), default=-1)
            starts.append((_message_start(rows, header, floor, kinds), None, header))
    starts.sort()
    last = next(
        (n for n, row in enumerate(rows) if kinds.get(row.index) is RowKind.ATTRIBUTES), len(rows)
    )
    ends = [*(start for start, _, _ in starts[1:]), last][: len(starts)]
    return tuple(
        Message(start=start, end=end, card=card, header=header, is_airgram=header in airgrams)
        for (start, card, header), end in zip(starts, ends, strict=True)
    )


def _card_positions(rows: Sequence[Row], open_rows: Sequence[int]) -> list[int]:
    visible = [rows[n] for n in open_rows]
    return [open_rows[n] for n in range(len(visible)) if is_card_start(visible, n)]


def _airgram_positions(rows: Sequence[Row], open_rows: Sequence[int]) -> list[int]:
    """Return where airgrams' forms begin: at the letterhead, else at title or number."""
    visible = [rows[n] for n in open_rows]
    found: list[int] = []
    last = -FORM_REACH
    for n in range(len(visible)):
        if n - last >= FORM_REACH and is_airgram_start(visible, n):
            has_letterhead = n > 0 and is_letterhead(visible[n - 1].text)
            found.append(open_rows[n - has_letterhead])
            last = n
    return found


def _header_positions(
    rows: Sequence[Row],
    open_rows: Sequence[int],
    kinds: Mapping[int, RowKind],
    airgrams: Sequence[int],
) -> list[int]:
    """Return where headers begin: at an airgram's form, at the DTG, at FM, at the control line."""
    found: list[int] = []
    for n, position in enumerate(open_rows):
        if position in airgrams:
            found.append(position)
            continue
        text = rows[position].text
        ahead = [rows[m].text for m in open_rows[n + 1 : n + 1 + FROM_REACH]]
        if is_dtg_line(text) and any(is_from_line(one) or is_to_line(one) for one in ahead):
            starts = True
        elif is_from_line(text):
            starts = not _header_above(rows, open_rows, n, found) and any(
                is_control_line(rows[m].text) for m in open_rows[n + 1 : n + 1 + GRID_REACH]
            )
        elif is_to_line(text):
            starts = not found and _is_header_by_its_fields(rows, open_rows, n)
        elif is_control_line(text):
            starts = not found and _labels_below(rows, open_rows, n) >= 2
        else:
            starts = False
        if starts and (not found or _relay_between(rows, found[-1], position, kinds)):
            found.append(open_rows[n - _torn_above(rows, open_rows, n)])
    return found


def _is_header_by_its_fields(rows: Sequence[Row], open_rows: Sequence[int], n: int) -> bool:
    """Whether a TO row that lost its FM heads a telegram: E.O. or TAGS and another label follow.

    Memoranda and despatches have TO and SUBJECT too, but cite no order and carry no TAGS.
    """
    ahead = [rows[m].text for m in open_rows[n + 1 : n + 1 + GRID_REACH]]
    own = any(is_executive_order_line(text) or is_tags_line(text) for text in ahead)
    return own and sum(is_label(text) for text in ahead) >= 2


def _torn_above(rows: Sequence[Row], open_rows: Sequence[int], n: int) -> int:
    """Return how many rows above an FM or TO row are its torn DTG and FM.

    Above FM the DTG, above TO the FM and the DTG: nothing else stands there, so the rows that
    touch it from above are those, however they were read.
    """
    text = rows[open_rows[n]].text
    if is_from_line(text):
        return int(n > 0 and _is_torn_dtg(rows, open_rows[n - 1], open_rows[n]))
    if not is_to_line(text):
        return 0
    count = 0
    while count < HEADER_ROWS_ABOVE_TO and n - count > 0:
        upper, lower = rows[open_rows[n - count - 1]], rows[open_rows[n - count]]
        if blank_between(upper, lower) is not False or _is_relay(upper.text):
            break
        count += 1
    return count


def _is_torn_dtg(rows: Sequence[Row], above: int, position: int) -> bool:
    """Whether the row right above FM is a date-time group too damaged to read.

    Nothing else stands there: it is short, has the group's digits, and touches FM.
    """
    text = rows[above].text
    return (
        blank_between(rows[above], rows[position]) is False
        and len(text) <= LONGEST_DTG_LINE
        and sum(char.isdigit() for char in text) >= TORN_DTG_DIGITS
        and not _is_relay(text)
    )


def _header_above(
    rows: Sequence[Row], open_rows: Sequence[int], n: int, found: Sequence[int]
) -> bool:
    return bool(found) and any(m == found[-1] for m in open_rows[max(0, n - FROM_REACH) : n])


def _labels_below(rows: Sequence[Row], open_rows: Sequence[int], n: int) -> int:
    return sum(is_label(rows[m].text) for m in open_rows[n + 1 : n + 1 + CONTROL_REACH])


def _relay_between(
    rows: Sequence[Row], earlier: int, later: int, kinds: Mapping[int, RowKind]
) -> bool:
    """Whether an end marker, a grid, a dash line or a PAGE 01 stands between two headers."""
    for row in rows[earlier + 1 : later]:
        kind = kinds.get(row.index)
        if kind is RowKind.END_MARKER:
            return True
        if kind is RowKind.PAGE_HEADER:
            header = parse_page_header(row)
            if header is not None and header.page == 1:
                return True
        if kind is None and (
            is_grid_start(row.text) or is_transmission_start(row.text) or _is_dash(row.text)
        ):
            return True
    return False


def _message_start(
    rows: Sequence[Row], header: int, floor: int, kinds: Mapping[int, RowKind]
) -> int:
    """Return where a message's relay block begins above its header.

    From the nearest grid start, or else from the run of relay rows that touches the header; then
    up over the peeled rows (page header, markings, banners) that stand on top of it.
    """
    start = header
    for n in range(header - 1, max(floor, header - GRID_REACH), -1):
        if rows[n].index not in kinds and is_grid_start(rows[n].text):
            start = n
            break
    else:
        while start - 1 > floor and (
            _is_peeled_above(rows[start - 1], kinds) or _is_relay(rows[start - 1].text)
        ):
            start -= 1
    while start - 1 > floor and _is_peeled_above(rows[start - 1], kinds):
        start -= 1
    return start


def _is_peeled_above(row: Row, kinds: Mapping[int, RowKind]) -> bool:
    """Whether a peeled row may stand on top of a message: what ends one is the one before's."""
    return kinds.get(row.index, RowKind.END_MARKER) not in ENDS


def _is_relay(text: str) -> bool:
    return is_grid_row(text) or _is_dash(text) or is_transmission_row(text)


def _is_dash(text: str) -> bool:
    return parse_dash_line(text).value is not None
