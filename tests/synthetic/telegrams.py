"""Telegrams of the 1980s to the 2000s as line printers set them, with and without ACP 127 lines.

A message centre's print has the office grid, the dash line and `PAGE nn` headers; a transmission
has format lines 1 to 4 above the DTG, routing indicators before the addresses, BT round the text
and the station serial and NNNN at its end (domain.md, sections 3 and 6).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from tests.synthetic import fields, words
from tests.synthetic.setting import Row, set_label, set_paragraph
from tests.synthetic.truth import AddresseeTruth, CableTruth, ReleaseTruth
from tests.synthetic.typed import Furniture

COLUMNS = 66
BANNER = "UNCLASSIFIED"
DEPARTMENT = "RUEHC"
INDICATORS = {
    "AMEMBASSY LIMA": "RUEHPE", "AMEMBASSY QUITO": "RUEHQT", "AMEMBASSY OSLO": "RUEHNY",
    "AMEMBASSY LISBON": "RUEHLI", "AMEMBASSY ACCRA": "RUEHAR", "AMEMBASSY COLOMBO": "RUEHLM",
    "AMEMBASSY NAIROBI": "RUEHNR", "AMEMBASSY HELSINKI": "RUEHHE", "AMEMBASSY RABAT": "RUEHRB",
    "AMEMBASSY MONTEVIDEO": "RUEHMN", "AMEMBASSY WELLINGTON": "RUEHWL",
    "AMEMBASSY BUENOS AIRES": "RUEHBU", "AMEMBASSY SAN JOSE": "RUEHSJ",
    "AMEMBASSY COPENHAGEN": "RUEHCP", "SECSTATE WASHDC": DEPARTMENT,
}  # fmt: skip
AGENCY = "RHEHAAA"
CHANNEL_LETTERS = {"UNCLASSIFIED": "UUUUU", "CONFIDENTIAL": "CCCCC", "SECRET": "SSSSS"}


def review(rng: Random, year: int, *, decision: str = "full") -> ReleaseTruth:
    """Invent a review with the block of the years about 2011."""
    reviewed = max(2011, year + 1)
    return ReleaseTruth(
        decision=decision,
        review_authority=rng.choice(words.PEOPLE).upper(),
        reviewed_on=f"{reviewed}-{rng.randint(5, 12):02d}-{rng.randint(1, 28):02d}",
        case_id=f"{reviewed}{rng.randrange(1000, 99999):05d}",
        document_number=None,
        page_banner=BANNER,
    )


def furniture(release: ReleaseTruth) -> Furniture:
    """Return the banner for head and foot of every page."""
    return Furniture(
        head=(("banner", str(release.page_banner)),), foot=(("banner", str(release.page_banner)),)
    )


def review_block(release: ReleaseTruth) -> list[Row]:
    """Return decision and review block, as stamped over the head of the text."""
    year, month, day = str(release.reviewed_on).split("-")
    printed = f"{day} {words.MONTHS[int(month) - 1][:3].upper()} {year}"
    lines = (
        f"RELEASED IN {str(release.decision).upper()}",
        "UNITED STATES DEPARTMENT OF STATE",
        f"REVIEW AUTHORITY: {release.review_authority}",
        f"DATE/CASE ID: {printed} {release.case_id}",
    )
    return [Row(kind="stamp", text=" " * 24 + line, before=int(n == 0)) for n, line in
            enumerate(lines)]  # fmt: skip


def with_routing(cable: CableTruth) -> CableTruth:
    """Return the cable with a routing indicator before every address, as a transmission has."""
    addressees = tuple(
        replace(one, routing_indicator=INDICATORS.get(one.plain_language_address, AGENCY))
        for one in cable.addressees
    )
    return replace(cable, addressees=addressees)


def transmission_lines(cable: CableTruth, section: int, sequence: int) -> list[Row]:
    """Return ACP 127 format lines 1 to 4."""
    prosign = fields.PROSIGNS[cable.precedence]
    called = [one.routing_indicator for one in cable.addressees if one.role == "info"]
    filed = filing_instant(cable)
    station = f"{INDICATORS[cable.originator]} #{cable.serial % 10000:04d}"
    letters = CHANNEL_LETTERS[cable.classification]
    operating = "ZNR" if cable.classification == "UNCLASSIFIED" else "ZNY"
    lines = (
        f"VZCZCXRO{sequence:04d}",
        f"{prosign * 2} {' '.join(str(one) for one in called[:3])}",
        f"DE {station}/{section:02d} {filed:%j%H%M}",
        f"{operating} {letters} ZZH",
    )
    return [Row(kind="header", text=line) for line in lines]


def filing_instant(cable: CableTruth) -> datetime:
    """Return when the message was filed: minutes after its DTG."""
    sent = datetime.strptime(cable.dtg, "%Y-%m-%dT%H:%M:%SZ")
    hour, minute = int(cable.received_raw[2:4]), int(cable.received_raw[4:6])
    filed = sent.replace(hour=hour, minute=minute)
    return filed if filed >= sent else filed + timedelta(days=1)


def address_rows(cable: CableTruth) -> list[Row]:
    """Return DTG, FM, TO and INFO, and the posts an XMT takes out of a collective."""
    rows = [fields.dtg_line(cable), *fields.address_lines(cable)]
    return [Row(kind="header", text=line) for line in rows]


def field_rows(cable: CableTruth, section: int = 1) -> list[Row]:
    """Return the header from the control line to the references."""
    rows = [Row(kind="header", text=fields.control_line(cable, section), before=1)]
    lines = (*cable.captions, *cable.passing_instructions)
    rows += [Row(kind="header", text=line, before=int(n == 0)) for n, line in enumerate(lines)]
    rows += label_rows(cable)
    return rows


def label_rows(cable: CableTruth) -> list[Row]:
    """Return E.O., TAGS, SUBJECT, REF and who classified it."""
    order = f"E.O. {cable.executive_order}: {cable.declassify_raw}"
    rows = [Row(kind="header", text=order, before=1)]
    rows.append(Row(kind="header", text=f"TAGS: {', '.join(cable.tags)}"))
    rows += set_label("SUBJECT:", cable.subject, columns=COLUMNS)
    if cable.refs:
        has_year = cable.era == "2000s"
        cited = fields.references(cable, has_year=has_year, style="{}. ")
        first, *rest = set_label("REF:", cited, columns=COLUMNS)
        rows += [replace(first, before=1), *rest]
    if cable.classified_by:
        by = f"Classified By: {cable.classified_by}, for reasons 1.4 (b) and (d)."
        rows.append(Row(kind="header", text=by, before=1))
    return rows


def body_rows(cable: CableTruth, part: slice = slice(None)) -> list[Row]:
    """Return the paragraphs, headings above those that open a section of the text."""
    rows: list[Row] = []
    heading = None
    for paragraph in cable.paragraphs[part]:
        if paragraph.heading and paragraph.heading != heading:
            heading = paragraph.heading
            rows.append(Row(kind="heading", text=heading, before=1))
        text = set_paragraph(paragraph, paragraph.text, None, columns=COLUMNS)
        rows += [replace(text[0], before=1), *text[1:]]
    return rows


def signature_row(cable: CableTruth) -> Row:
    """Return the signature."""
    return Row(kind="sig", text=cable.signature, before=1)


def message_centre_rows(
    cable: CableTruth, *, section: int = 1, stamp: list[Row] | None = None
) -> list[Row]:
    """Return one section as the message centre printed it, in pages of its own.

    Args:
        cable: What it says.
        section: Which section.
        stamp: The reviewers' block, set between the addresses and the control line.
    """
    part = fields.section_slices(cable)[section - 1]
    rows = fields.grid(cable, per_row=7, gap="  ", indent="      ", total_gap="")
    rows.append(Row(kind="header", text=fields.dash_line(cable, indent=" " * 14)))
    rows += [*address_rows(cable), *(stamp or ()), *field_rows(cable, section)]
    rows += body_rows(cable, part)
    if section == cable.section_count:
        rows.append(signature_row(cable))
    paged: list[Row] = []
    for page, start in enumerate(range(0, len(rows), ROWS_PER_PAGE), start=1):
        header = fields.page_header(cable, page, section, post=cable.post.replace(" ", "")[:6])
        chunk = rows[start : start + ROWS_PER_PAGE]
        paged += [Row(kind="banner", text=f"{'':24}{cable.classification}", before=1)]
        paged += [Row(kind="header", text=header, before=1), replace(chunk[0], before=1)]
        paged += chunk[1:]
        paged.append(Row(kind="banner", text=f"{'':24}{cable.classification}", before=1))
    return [*paged, Row(kind="sig", text="NNNN", before=1)]


ROWS_PER_PAGE = 42
"""Printed rows on a page of the telegram, its repeated header left out."""


def transmission_rows(
    cable: CableTruth,
    *,
    section: int = 1,
    sequence: int = 1234,
    stamp: list[Row] | None = None,
    has_short_header: bool = False,
) -> list[Row]:
    """Return one section as it was transmitted, format lines and all.

    Args:
        cable: What it says, routing indicators with its addresses.
        section: Which section.
        sequence: Number of the transmission on its channel.
        stamp: The reviewers' block, set between the addresses and the control line.
        has_short_header: Whether a header cut short stands above the full one.
    """
    part = fields.section_slices(cable)[section - 1]
    rows = transmission_lines(cable, section, sequence)
    rows += [*address_rows(cable), Row(kind="header", text="BT"), *(stamp or ())]
    if has_short_header:
        rows.append(Row(kind="header", text=fields.control_line(cable, section), before=1))
        short = " ".join(cable.subject.split()[:4])
        rows.append(Row(kind="header", text=f"SUBJECT: {short}", before=1))
        rows += [Row(kind="header", text=f"REF: {ref.mrn}") for ref in cable.refs[:1]]
    rows += field_rows(cable, section)
    rows += body_rows(cable, part)
    if section == cable.section_count:
        rows.append(signature_row(cable))
    rows += [Row(kind="sig", text="BT"), Row(kind="sig", text=f"#{cable.serial % 10000:04d}")]
    return [*rows, Row(kind="sig", text="NNNN", before=1)]


def outgoing(cable: CableTruth, rng: Random) -> CableTruth:
    """Turn a post's cable into one the Department sent: its origin, drafting and letter R."""
    posts = [f"AMEMBASSY {place.post}" for place in rng.sample(words.PLACES, 3)]
    number = cable.serial * 17 + 10_000
    writer, chief, *others = (name.split()[-1].upper() for name in rng.sample(words.PEOPLE, 4))
    first, *rest = cable.distribution
    return replace(
        cable,
        mrn=f"{cable.year % 100:02d} STATE {number}",
        post="STATE",
        serial=number,
        originator="SECSTATE WASHDC",
        addressees=(
            AddresseeTruth(role="action", plain_language_address=posts[0], precedence="IMMEDIATE"),
            *(AddresseeTruth(role="info", plain_language_address=post) for post in posts[1:]),
        ),
        distribution=(replace(first, role="origin"), *rest),
        distribution_letter="R",
        drafted_by=f"{first.office}/TR:{writer[0]}{writer}:JB",
        approved_by=f"{first.office}:{chief[0]}{chief}",
        cleared_by=(f"EB/ITP - MR. {others[0]}", f"L/{first.office} - MS. {others[1]}"),
        refs=tuple(replace(ref, mrn=ref.mrn.replace(" STATE ", " ROME ")) for ref in cable.refs),
    )


def drafting_rows(cable: CableTruth) -> list[Row]:
    """Return DRAFTED BY, APPROVED BY and the clearances below them."""
    if cable.drafted_by is None:
        return []
    lines = (f"DRAFTED BY {cable.drafted_by}", f"APPROVED BY {cable.approved_by}")
    return [Row(kind="header", text=line, before=int(n == 0)) for n, line in
            enumerate((*lines, *cable.cleared_by))]  # fmt: skip
