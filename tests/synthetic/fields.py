"""Header fields as telegrams print them: the other direction of `transform/header`."""

from __future__ import annotations

from tests.synthetic.setting import Row
from tests.synthetic.truth import AddresseeTruth, CableTruth, Era, OfficeTruth, ReferenceTruth

PROSIGNS = {"FLASH": "Z", "IMMEDIATE": "O", "PRIORITY": "P", "ROUTINE": "R"}

CONTROL_WORDS = {
    "UNCLASSIFIED": "UNCLAS",
    "LIMITED OFFICIAL USE": "LIMITED OFFICIAL USE",
    "CONFIDENTIAL": "C O N F I D E N T I A L",
    "SECRET": "S E C R E T",
}

DASHES = {Era.SEVENTIES: 18, Era.NINETIES: 18, Era.TWO_THOUSANDS: 5}

RELAY_SUFFIX = {Era.SEVENTIES: " /43", Era.NINETIES: " /38", Era.TWO_THOUSANDS: " /38"}

SERIAL_DIGITS = {Era.SEVENTIES: 4, Era.NINETIES: 5, Era.TWO_THOUSANDS: 6}
"""Digits of the serial on the control line: `LA PAZ 1225`, `DUSHANBE 00259`, `MEXICO 000392`."""


def grid(cable: CableTruth, *, per_row: int, gap: str, indent: str, total_gap: str) -> list[Row]:
    """Return the office grid: the action office, then info offices, then the total."""
    lead_word = "ORIGIN" if cable.distribution[0].role == "origin" else "ACTION"
    lead_offices = [office for office in cable.distribution if office.role != "info"]
    info = [office for office in cable.distribution if office.role == "info"]
    cells = [_office(office) for office in info]
    total = f"{total_gap}{cable.distribution_letter}"
    cells.append(f"/{cable.distribution_total:03d}{total}")
    starts = range(0, len(cells), per_row)
    rows = [gap.join(cells[start : start + per_row]) for start in starts]
    lead = "INFO" + (gap if len(gap) > 1 else "  ")
    return [
        Row(kind="header", text=f"{lead_word} {gap.join(map(_office, lead_offices))}"),
        Row(kind="header", text=lead + rows[0], before=1),
        *(Row(kind="header", text=indent + row) for row in rows[1:]),
    ]


def _office(office: OfficeTruth) -> str:
    return f"{office.office}-{office.copies:02d}"


def dash_line(cable: CableTruth, *, indent: str = "") -> str:
    """Return the dash line of the cable's day: with no filing time before December 1976."""
    if cable.filed_raw is None:
        return f"{indent}--------------------- {cable.relay_counter}"
    gap = "  " if cable.era is Era.NINETIES else " "
    dashes = "-" * DASHES[cable.era]
    suffix = RELAY_SUFFIX[cable.era]
    return f"{indent}{dashes}{cable.relay_counter}{gap}{cable.filed_raw}{suffix}"


def dtg_line(cable: CableTruth) -> str:
    """Return precedence letters and the date-time group."""
    letters = [PROSIGNS[cable.precedence]]
    letters += [PROSIGNS[cable.info_precedence]] if cable.info_precedence else []
    return f"{' '.join(letters)} {cable.dtg_raw}"


def address_lines(cable: CableTruth) -> list[str]:
    """Return the FM, TO and INFO lines, one address a line, INFO only before the first."""
    lines = [f"FM {cable.originator}"]
    previous = ""
    for addressee in cable.addressees:
        word = {"action": "TO", "info": "INFO"}[addressee.role]
        lines.append(_address(addressee) if word == previous else f"{word} {_address(addressee)}")
        previous = word
    return lines


def _address(addressee: AddresseeTruth) -> str:
    indicator = f"{addressee.routing_indicator}/" if addressee.routing_indicator else ""
    parts = (
        indicator + addressee.plain_language_address,
        addressee.precedence,
        addressee.continuity_number,
    )
    return " ".join(part for part in parts if part)


def control_line(cable: CableTruth, section: int) -> str:
    """Return classification, section and number: `UNCLAS SECTION 01 OF 02 MEXICO 000392`."""
    word = CONTROL_WORDS[cable.classification]
    digits = SERIAL_DIGITS[cable.era]
    pad = 1 if cable.era is Era.SEVENTIES else 2
    part = f" SECTION {section:0{pad}d} OF {cable.section_count:0{pad}d}"
    return f"{word}{part if cable.section_count > 1 else ''} {cable.post} {cable.serial:0{digits}d}"


def page_header(cable: CableTruth, page: int, section: int, *, post: str) -> str:
    """Return `PAGE 02     LA PAZ 01225 01 OF 02 100731Z`."""
    part = f"{section:02d} OF {cable.section_count:02d}  " if cable.section_count > 1 else ""
    return f"PAGE {page:02d}     {post} {cable.serial:05d}  {part}{cable.received_raw}"


def references(cable: CableTruth, *, has_year: bool, style: str) -> str:
    """Return the value of the REF line.

    Args:
        cable: The citing cable.
        has_year: Whether the year is printed; without it, it is the cable's own.
        style: How a letter is set off: `{}) ` or `({}) `.
    """
    return "; ".join(
        (style.format(ref.label) if ref.label else "") + _cited(ref, has_year) for ref in cable.refs
    )


def _cited(ref: ReferenceTruth, has_year: bool) -> str:
    return ref.mrn if has_year else ref.mrn.split(" ", 1)[1]


def section_slices(cable: CableTruth) -> list[slice]:
    """Return which paragraphs stand in each section."""
    size = -(-len(cable.paragraphs) // cable.section_count)
    return [slice(n * size, (n + 1) * size) for n in range(cable.section_count)]
