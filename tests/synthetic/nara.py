"""The National Archives' born-digital print of a 1973-79 telegram, and its attributes page.

Proportional type over a text that was typed in columns; the archive's review line at head and foot
of every page; the telegram's own pages (`PAGE 02 ...`) cut anywhere on the paper's.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tests.synthetic import fields, words
from tests.synthetic.setting import Row, Withheld, set_label, set_paragraph
from tests.synthetic.sheets import Piece, Sheet
from tests.synthetic.telegrams import drafting_rows
from tests.synthetic.truth import CableTruth, ReleaseTruth

COLUMNS = 64
LEFT, FIRST_TOP, TOP, BOTTOM = 36.0, 74.7, 56.7, 710.0
PITCH = 12.0
SIZE = 8.0
BLANK = 2.0
"""Width of a leading blank in points: a quarter of the size, as in Times."""
ROWS_PER_PAGE = 44
"""Printed rows on a page of the telegram, its repeated headers left out."""

REVIEW = "Declassified/Released US Department of State EO Systematic Review 30 JUN 2005"
"""The one of the archive's six review lines that names nobody (domain.md, section 9)."""


def review() -> ReleaseTruth:
    """Return what the review line says: released, on a date, and neither a person nor a case.

    Systematic review gives a telegram out whole or withdraws it, so what is printed is in full.
    """
    return ReleaseTruth(
        decision="full",
        review_authority=None,
        reviewed_on="2005-06-30",
        case_id=None,
        document_number=None,
        page_banner=None,
    )


def print_nara(
    withheld: Withheld, release: ReleaseTruth, rng: Random, *, end_marker: str = "NNN"
) -> list[Sheet]:
    """Print a telegram and, on a page of its own, the archive's catalogue of it.

    `end_marker` stands below each section: `NNN`, `NNNN`, `NNNNMAFVVZCZ`, `<< END OF DOCUMENT >>`.
    """
    cable = withheld.truth
    sheets = [_sheet()]
    sheets[0].put_centred("notice", words.NOTICE, 9, "Helvetica-Bold", 10)
    sheets[0].put_centred("title", "Message Text", 57, "Helvetica", 12)
    top = FIRST_TOP
    for row in _rows(cable, rng, end_marker):
        top += row.before * PITCH
        if top > BOTTOM:
            sheets.append(_sheet())
            top = TOP
        indent = len(row.text) - len(row.text.lstrip())
        sheets[-1].put(row.kind, row.text.strip(), LEFT + BLANK * indent, top, "Times-Roman", SIZE)
        top += PITCH
    sheets.append(_attributes(cable, rng))
    return sheets


def _sheet() -> Sheet:
    sheet = Sheet()
    for top in (28.1, 748.1):
        sheet.put_centred("stamp", REVIEW, top, "Helvetica", 10)
    sheet.pieces[:] = [replace(piece, gray=0.5) for piece in sheet.pieces]
    return sheet


def _rows(cable: CableTruth, rng: Random, end_marker: str) -> list[Row]:
    rows: list[Row] = []
    for section, part in enumerate(fields.section_slices(cable), start=1):
        body = _header(cable, section)
        for paragraph in cable.paragraphs[part]:
            text = set_paragraph(paragraph, paragraph.text, None, columns=COLUMNS, hyphens=rng)
            body += [replace(text[0], before=1), *text[1:]]
        if section == cable.section_count:
            body.append(Row(kind="sig", text=cable.signature))
        rows += _telegram_pages(cable, body, section)
        rows.append(Row(kind="sig", text=end_marker, before=2))
    return rows


def _header(cable: CableTruth, section: int) -> list[Row]:
    rows = fields.grid(cable, per_row=7, gap=" ", indent="      ", total_gap=" ")
    rows += drafting_rows(cable)
    dashes = fields.dash_line(_as_sent(cable, section), indent=" " * 20)
    rows.append(Row(kind="header", text=dashes))
    rows.append(Row(kind="header", text=fields.dtg_line(cable)))
    rows += [Row(kind="header", text=line) for line in fields.address_lines(cable)]
    rows.append(Row(kind="header", text=fields.control_line(cable, section), before=1))
    rows += [Row(kind="header", text=caption, before=1) for caption in cable.captions]
    if section > 1:
        return rows
    order = f"E.O. {cable.executive_order}: {cable.declassify_raw}"
    rows.append(Row(kind="header", text=order, before=1))
    rows.append(Row(kind="header", text=f"TAGS: {', '.join(cable.tags)}"))
    rows += set_label("SUBJECT:", cable.subject, columns=COLUMNS)
    if cable.refs:
        cited = set_label(
            "REF:",
            fields.references(cable, has_year=False, style="({}) "),
            columns=COLUMNS,
        )
        rows += [replace(cited[0], before=1), *cited[1:]]
    return rows


def _as_sent(cable: CableTruth, section: int) -> CableTruth:
    """Each section goes through the relay by itself: the counter moves on."""
    width = len(cable.relay_counter)
    counter = f"{int(cable.relay_counter) + 49 * (section - 1):0{width}d}"
    return replace(cable, relay_counter=counter)


def _telegram_pages(cable: CableTruth, body: list[Row], section: int) -> list[Row]:
    """Cut a section into the telegram's pages, each under its banner and page header."""
    banner = Row(kind="banner", text=f" {cable.classification}")
    rows: list[Row] = []
    for page, start in enumerate(range(0, len(body), ROWS_PER_PAGE), start=1):
        chunk = body[start : start + ROWS_PER_PAGE]
        header = fields.page_header(cable, page, section, post=cable.post)
        rows.append(replace(banner, before=0 if not rows and section == 1 else 2))
        rows.append(Row(kind="header", text=header, before=2))
        gap = 0 if page == 1 else 2
        rows += [replace(chunk[0], before=gap), *chunk[1:]]
        rows.append(banner)
    return rows


def _attributes(cable: CableTruth, rng: Random) -> Sheet:
    sheet = _sheet()
    sheet.put_centred("title", "Message Attributes", 57, "Helvetica", 12)
    top = 80.0
    for key, value in _catalogue(cable, rng):
        printed_key = Piece(
            kind="attribute",
            text=f"{key}: ",
            truth=f"{key}: {value}",
            x=LEFT,
            top=top,
            font="Helvetica-Bold",
            size=7,
        )
        sheet.pieces.append(printed_key)
        if value:
            sheet.put("", value, LEFT + printed_key.width, top, "Helvetica", 7)
        top += 8.4
    return sheet


def _catalogue(cable: CableTruth, rng: Random) -> list[tuple[str, str]]:
    """Return the archive's entries in its own order; most are empty or `n/a`, as there."""
    year, month, day = cable.dtg[:10].split("-")
    drafted = f"{day} {words.MONTHS[int(month) - 1][:3].lower()} {year}"
    post = cable.post.replace(" ", "")[:6]
    action = cable.distribution[0].office
    message_id = (
        f"{rng.getrandbits(32):08x}-{rng.getrandbits(16):04x}-4000-8000-{rng.getrandbits(48):012x}"
    )
    return [
        ("Automatic Decaptioning", "X"),
        ("Capture Date", "01 jan 1994"),
        ("Channel Indicators", "n/a"),
        ("Current Classification", "UNCLASSIFIED"),
        ("Concepts", "n/a"),
        ("Control Number", "n/a"),
        ("Copy", "SINGLE"),
        ("Draft Date", drafted),
        ("Decaption Date", "01 jan 1960"),
        ("Decaption Note", ""),
        ("Disposition Action", "RELEASED"),
        ("Disposition Case Number", "n/a"),
        ("Disposition Comment", "25 YEAR REVIEW"),
        ("Disposition Date", "30 jun 2005"),
        ("Document Number", f"{cable.year}{post}{cable.serial:05d}"),
        ("Document Source", "CORE"),
        ("Document Unique ID", "00"),
        ("Drafter", "n/a"),
        ("Enclosure", "n/a"),
        ("Executive Order", "N/A" if cable.declassify_raw == "N/A" else "GS"),
        ("Errors", "N/A"),
        ("Film Number", f"D{year[2:]}{rng.randrange(10**4):04d}-{rng.randrange(10**4):04d}"),
        ("From", cable.post),
        ("Handling Restrictions", "n/a"),
        ("Image Path", ""),
        ("ISecure", "1"),
        ("Line Count", str(rng.randrange(60, 300))),
        ("Litigation Codes", ""),
        ("Locator", "TEXT ON-LINE, ON MICROFILM"),
        ("Message ID", message_id),
        ("Office", f"ACTION {action}"),
        ("Original Classification", cable.classification),
        ("Original Handling Restrictions", ", ".join(cable.captions) or "n/a"),
        ("Original Previous Classification", "n/a"),
        ("Page Count", str(2 * cable.section_count)),
        ("Previous Classification", cable.classification),
        ("Reference", ", ".join(ref.mrn for ref in cable.refs) or "n/a"),
        ("Review Action", "RELEASED, APPROVED"),
        ("Review Date", "30 jun 2005"),
        ("Review Exemptions", "n/a"),
        ("Secure", "OPEN"),
        ("Status", "NATIVE"),
        ("Subject", cable.subject),
        ("TAGS", ", ".join(cable.tags)),
        ("To", "STATE"),
        ("Type", "TE"),
        ("Review Markings", ""),
        ("Markings", REVIEW),
    ]
