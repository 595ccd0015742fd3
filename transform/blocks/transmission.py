"""The lines a telegram travelled with: ACP 127 format lines 1 to 4, and 14 at its end.

    VZCZCXRO1234                   start of transmission and message, channel, number on it
    OO RUEHC RUEHXX                precedence twice, called stations; may go on in a second row
    DE RUEHME #0392/01 0312248     calling station, its serial and section, day of year and time
    ZNY CCCCC ZZH                  by which channel it may go (ACP 127 par. 124)
    ...
    #0392                          the station's serial once more

Shapes: 5 FAH-2 H-321 and ACP 127(G). The serial is the cable's own number cut to four digits, and
the day of the year is the DTG's or a later one, so that each line checks the header below it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from transform.cable import Block, Classification
from transform.candidate import Candidate, candidate
from transform.defects import Parsed
from transform.header.names import DIGIT_LIKE, as_digits
from transform.layers import RowKind
from transform.rows import Row

SERIAL_DIGITS = 4
"""A station's serial has four digits: cable 123456 travels as #3456."""

CHANNEL_CLASS = {
    "U": Classification.UNCLASSIFIED,
    "E": Classification.UNCLASSIFIED,
    "C": Classification.CONFIDENTIAL,
    "S": Classification.SECRET,
    "T": Classification.TOP_SECRET,
}
"""The letter repeated five times behind ZNR or ZNY. E is EFTO: unclassified, encrypted on its way.
R (restricted) is not here: that is no classification of the Department's."""

_INDICATOR = r"R[A-Z]{4,7}"
_START = re.compile(rf"^V?ZCZC?(?P<channel>[A-Z]{{1,4}}(?:{DIGIT_LIKE}){{2,5}})\b")
_CALLED = re.compile(rf"^[ZOPRY]{{2}}\s+(?P<called>{_INDICATOR}(?:\s+{_INDICATOR})*)$")
_CALLED_ON = re.compile(rf"^(?P<called>{_INDICATOR}(?:\s+{_INDICATOR})*)$")
_CALLING = re.compile(
    rf"^DE\s+(?P<station>{_INDICATOR})\s+\W?\s?(?P<serial>{DIGIT_LIKE}{{4}})"
    rf"(?:\s?/\s?(?P<section>{DIGIT_LIKE}{{2}}))?\s+(?P<time>{DIGIT_LIKE}{{7}})\W*$"
)
_CHANNEL = re.compile(r"^(?P<approval>ZN[RY]\s+(?P<letter>[A-Z])(?P=letter){4})\b.{0,12}$")
_SERIAL = re.compile(rf"^#\s?(?P<serial>{DIGIT_LIKE}{{4}})\b.{{0,12}}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class CallingLine:
    """Format line 3. `raw_time` is day of the year, hour and minute: 0312248."""

    row: Row
    station: str
    serial: int
    section_no: int | None
    raw_time: str


@dataclass(slots=True, kw_only=True)
class TransmissionBlock:
    """What the transmission lines of one message say."""

    calling: CallingLine | None = None
    approval: tuple[Row, Classification | None] | None = None
    """The ZNR or ZNY row and the classification its letters stand for."""
    tail_serial: tuple[Row, int] | None = None
    candidates: list[Candidate] = field(default_factory=list)
    kinds: dict[int, RowKind] = field(default_factory=dict)

    @property
    def serial_candidates(self) -> tuple[Candidate, ...]:
        """The serial of the DE line or of the tail: it stands in for a lost control line."""
        found = (
            (self.calling.row, self.calling.serial) if self.calling else None,
            self.tail_serial,
        )
        return tuple(
            candidate(
                "serial", Block.TELEGRAM, (one[0],), one[0].text, Parsed(value=one[1]),
                "transmission.serial",
            )
            for one in found
            if one is not None
        )  # fmt: skip

    def add(self, name: str, row: Row, value: object) -> None:
        """Keep a reading."""
        self.candidates.append(
            candidate(name, Block.TELEGRAM, (row,), row.text, Parsed(value=value), "transmission")
        )


def is_transmission_row(text: str) -> bool:
    """Whether a row is a transmission line, the further row of called stations among them."""
    return any(
        pattern.match(text)
        for pattern in (_START, _CALLED, _CALLING, _CHANNEL, _SERIAL, _CALLED_ON)
    )


def is_transmission_start(text: str) -> bool:
    """Whether a row stands only at a message's head: VZCZC or DE."""
    return bool(_START.match(text) or _CALLING.match(text))


def read_transmission(rows: Sequence[Row]) -> TransmissionBlock:
    """Read the transmission lines among the rows above a DTG; other rows are passed over."""
    block = TransmissionBlock()
    called: list[str] = []
    called_row: Row | None = None
    for row in rows:
        match = _CALLED.match(row.text) or (_CALLED_ON.match(row.text) if called else None)
        if match:
            called += match["called"].split()
            called_row = called_row or row
            block.kinds[row.index] = RowKind.TRANSMISSION
            continue
        for pattern, read in _READERS:
            match = pattern.match(row.text)
            if match:
                read(block, row, match)
                block.kinds[row.index] = RowKind.TRANSMISSION
                break
    if called_row is not None:
        block.add("called_stations", called_row, tuple(dict.fromkeys(called)))
    return block


def read_tail_serial(row: Row) -> int | None:
    """Return the station's serial of a `#0392` row, or None for another row."""
    match = _SERIAL.match(row.text)
    digits = as_digits(match["serial"]) if match else None
    return int(digits) if digits else None


def _read_start(block: TransmissionBlock, row: Row, match: re.Match[str]) -> None:
    block.add("channel_number", row, match["channel"])


def _read_calling(block: TransmissionBlock, row: Row, match: re.Match[str]) -> None:
    serial, section, time = (as_digits(match[name] or "") for name in ("serial", "section", "time"))
    if serial is None or time is None:
        return
    block.calling = CallingLine(
        row=row,
        station=match["station"],
        serial=int(serial),
        section_no=int(section) if section else None,
        raw_time=time,
    )
    block.add("calling_station", row, match["station"])
    block.add("station_serial", row, int(serial))
    block.add("transmitted_raw", row, time)


def _read_approval(block: TransmissionBlock, row: Row, match: re.Match[str]) -> None:
    block.approval = (row, CHANNEL_CLASS.get(match["letter"]))
    block.add("channel_approval", row, match["approval"])


_READERS: tuple[
    tuple[re.Pattern[str], Callable[[TransmissionBlock, Row, re.Match[str]], None]], ...
] = (
    (_START, _read_start),
    (_CALLING, _read_calling),
    (_CHANNEL, _read_approval),
)
"""How each format line is known and read."""
