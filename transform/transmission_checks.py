"""What the transmission lines of a cable contradict in its header (domain check 11).

The lines were set by a machine from the header below them, so a contradiction is a misreading.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from transform.cable import Cable, Classification
from transform.defects import Defect, DefectCode
from transform.message import MessageParts
from transform.rows import Row

LONGEST_WAIT = timedelta(days=9)
"""A message waits hours for its channel, rarely days; a misread digit of the day shifts it by ten
or a hundred, or backwards."""

CUT_SERIAL = 10_000
"""A station's serial is the cable's own cut to four digits."""


def check_transmission(cable: Cable, parts: Sequence[MessageParts]) -> tuple[Defect, ...]:
    """Compare the day, the channel's letters and the serial with the cable's header."""
    return tuple(defect for part in parts for defect in _check(cable, part))


def _check(cable: Cable, part: MessageParts) -> Iterator[Defect]:
    block = part.relay.transmission
    calling = block.calling
    if calling is not None and cable.dtg is not None:
        day = day_of_year(calling.raw_time, cable.dtg)
        if day is None or not timedelta() <= day - cable.dtg.date() <= LONGEST_WAIT:
            yield _defect(
                DefectCode.TRANSMISSION_DAY_MISMATCH,
                calling.row,
                "dtg",
                f"sent on day {calling.raw_time[:3]} of the year, but the DTG is {cable.dtg_raw}",
            )
    if block.approval is not None and block.approval[1] not in (None, cable.classification):
        row, approved = block.approval
        if cable.classification not in (None, Classification.LIMITED_OFFICIAL_USE):
            yield _defect(
                DefectCode.TRANSMISSION_CLASS_MISMATCH,
                row,
                "classification",
                f"the channel is for {approved}, the control line says {cable.classification}",
            )
    own = part.telegram.control_serial if part.telegram else None
    printed = [(calling.row, calling.serial)] if calling else []
    printed += [block.tail_serial] if block.tail_serial else []
    for row, serial in printed:
        if own is not None and serial != own % CUT_SERIAL:
            yield _defect(
                DefectCode.TRANSMISSION_SERIAL_MISMATCH,
                row,
                "serial",
                f"the station's serial is {serial}, the control line says {own}",
            )


def day_of_year(raw_time: str, sent: datetime) -> date | None:
    """Return the day `0312248` names, in the year of the DTG or just after it, or None."""
    number = int(raw_time[:3])
    for year in (sent.year, sent.year + 1):
        day = date(year, 1, 1) + timedelta(days=number - 1)
        if number > 0 and day.year == year and day >= sent.date():
            return day
    return None


def _defect(code: DefectCode, row: Row, field: str, message: str) -> Defect:
    return Defect(code=code, field=field, message=message, page_no=row.page_no, line_no=row.line_no)
