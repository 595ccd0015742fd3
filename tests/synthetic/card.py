"""The print of a release of the 2020s: a card above the telegram, in the layout of 94 DUSHANBE 259.

The card was filled in by a machine years later: it has no time of day, no order, and TAGS of its
own. The telegram beneath is right; the two disagree, as on the real one.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tests.synthetic import fields, words
from tests.synthetic.setting import Row, Withheld, set_label, set_paragraph
from tests.synthetic.sheets import WIDTH, Figure, Piece, Sheet
from tests.synthetic.truth import CableTruth, ReleaseTruth

COLUMNS = 64
LEFT, VALUE_X, BANNER_X = 101.0, 222.0, 154.0
PITCH = 10.05
SIZE = 8.6
CARD_TOP, CARD_PITCH = 205.0, 11.6
TELEGRAM_TOP, TOP = 312.0, 112.0
FIRST_BOTTOM, BOTTOM = 652.0, 700.0
ROWS_PER_PAGE = 40
POST_LETTERS = 6
"""Page headers of the 1990s cut the post to six letters: `DUSHAN 00259`."""


def review(rng: Random) -> ReleaseTruth:
    """Invent the review: authority, date, case and document number."""
    return ReleaseTruth(
        decision="full",
        review_authority=rng.choice(words.PEOPLE).upper(),
        reviewed_on=f"2026-{rng.randint(1, 9):02d}-{rng.randint(1, 28):02d}",
        case_id=f"CSP-2025-{rng.randrange(10**5):05d}",
        document_number=f"B-{rng.randrange(10**10):011d}",
        page_banner="UNCLASSIFIED",
    )


def print_card(withheld: Withheld, release: ReleaseTruth, rng: Random) -> list[Sheet]:
    """Print card and telegram, the release box on page 1, the card's tail at the end."""
    cable = withheld.truth
    sheets = [Sheet()]
    sheets[0].put_centred("notice", words.NOTICE, 3, "PressSansBold", 9)
    _card(sheets[0], cable)
    _release_box(sheets[0], release)
    top = TELEGRAM_TOP
    for row in _rows(cable):
        top += row.before * PITCH
        if top > (FIRST_BOTTOM if len(sheets) == 1 else BOTTOM):
            sheets.append(Sheet())
            top = TOP
        x = BANNER_X if row.kind == "banner" else LEFT + 2.4 * _indent(row.text)
        sheets[-1].put(row.kind, row.text.strip(), x, top, "PressSans", SIZE)
        top += PITCH
    if top > BOTTOM - 120:
        sheets.append(Sheet())
        top = TOP
    _tail(sheets[-1], top + 30)
    for number, sheet in enumerate(sheets, start=1):
        _frame_page(sheet, release, number, len(sheets))
    return sheets


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _card(sheet: Sheet, cable: CableTruth) -> None:
    _underlined(sheet, "UNCLASSIFIED", 113)
    sheet.figures.append(Figure(kind="seal", x0=102, top=134, x1=146, bottom=178, gray=0.35))
    sheet.figures.append(_rule(198))
    for n, (key, value) in enumerate(_card_entries(cable)):
        top = CARD_TOP + n * CARD_PITCH
        sheet.pieces.append(
            Piece(
                kind="card",
                text=f"{key}:",
                truth=f"{key}: {value}",
                x=LEFT,
                top=top,
                font="PressSansBold",
                size=8.5,
            )
        )
        sheet.pieces.append(
            Piece(kind="", text=value, x=VALUE_X, top=top, font="PressSans", size=8.5)
        )


def _card_entries(cable: CableTruth) -> list[tuple[str, str]]:
    year, month, day = cable.dtg[:10].split("-")
    name = words.MONTHS[int(month) - 1][:3]
    action = cable.addressees[0].precedence or cable.precedence
    return [
        ("MRN", cable.mrn),
        ("Date/DTG", f"{name} {day}, {year} / {day}0000Z {name} {year[2:]}"),
        ("From", cable.originator),
        ("Action", f"WASHDC, SECSTATE {action}"),
        ("E.O.", "Unknown"),
        ("TAGS", ", ".join((*cable.tags[:-1], "OTRA", cable.tags[-1]))),
        ("Reference", "n/a"),
        ("Subject", cable.subject),
    ]


def _rows(cable: CableTruth) -> list[Row]:
    body = _header(cable)
    for paragraph in cable.paragraphs:
        rows = set_paragraph(paragraph, paragraph.text, None, columns=COLUMNS)
        body += [replace(rows[0], before=1), *rows[1:]]
    body.append(Row(kind="sig", text=cable.signature, before=1))
    banner = Row(kind="banner", text=cable.classification)
    paged: list[Row] = []
    for page, start in enumerate(range(0, len(body), ROWS_PER_PAGE), start=1):
        chunk = body[start : start + ROWS_PER_PAGE]
        post = cable.post.replace(" ", "")[:POST_LETTERS]
        header = fields.page_header(cable, page, 1, post=post)
        paged.append(replace(banner, before=0 if page == 1 else 1))
        paged.append(Row(kind="header", text=header, before=1))
        paged += [replace(chunk[0], before=0), *chunk[1:], banner]
    return [*paged, Row(kind="sig", text="NNNN", before=3)]


def _header(cable: CableTruth) -> list[Row]:
    rows = fields.grid(cable, per_row=8, gap="  ", indent="    ", total_gap="")
    rows.append(Row(kind="header", text=fields.dash_line(cable, indent=" " * 14)))
    rows.append(Row(kind="header", text=fields.dtg_line(cable)))
    rows += [Row(kind="header", text=line) for line in fields.address_lines(cable)]
    rows.append(Row(kind="header", text=fields.control_line(cable, 1), before=1))
    lines = (*cable.captions, *cable.passing_instructions)
    rows += [Row(kind="header", text=line, before=1) for line in lines]
    order = f"E.O. {cable.executive_order}: {cable.declassify_raw}"
    rows.append(Row(kind="header", text=order, before=1))
    rows.append(Row(kind="header", text=f"TAGS: {', '.join(cable.tags)}"))
    rows += set_label("SUBJECT:", cable.subject, columns=COLUMNS)
    if cable.refs:
        has_year = cable.era == "2000s"
        cited = fields.references(cable, has_year=has_year, style="{}. ")
        first, *rest = set_label("REF:", cited, columns=COLUMNS)
        rows += [replace(first, before=1), *rest]
    return rows


def _release_box(sheet: Sheet, release: ReleaseTruth) -> None:
    year, month, day = (int(part) for part in str(release.reviewed_on).split("-"))
    lines = (
        "Released in Full",
        f"{str(release.review_authority).title()}, Acting-Director",
        "US Department of State",
        f"{month}/{day}/{year}",
    )
    for n, line in enumerate(lines):
        sheet.put("stamp", line, 224, 696 + n * 12.4, "PressSans", 11)
    right = max(piece.x + piece.width for piece in sheet.pieces[-len(lines) :]) + 6
    sheet.figures.append(Figure(kind="frame", x0=221, top=694, x1=right, bottom=748))


def _tail(sheet: Sheet, top: float) -> None:
    sheet.figures += [_rule(top), _rule(top + 12)]
    rule = Piece(
        kind="card",
        text="Dissemination Rule:",
        truth="Dissemination Rule: Archive Copy",
        x=LEFT,
        top=top + 20,
        font="PressSansBold",
        size=8.5,
    )
    sheet.pieces.append(rule)
    sheet.put("", "Archive Copy", VALUE_X, top + 20, "PressSans", 8.5)
    _underlined(sheet, "UNCLASSIFIED", top + 48)


def _frame_page(sheet: Sheet, release: ReleaseTruth, number: int, count: int) -> None:
    year, month, day = (int(part) for part in str(release.reviewed_on).split("-"))
    line = (
        f'{release.case_id}    {release.document_number}    "UNCLASSIFIED"    {month}/{day}/{year}'
    )
    sheet.put("banner", "UNCLASSIFIED", 20, 13, "PressSans", 10.9)
    sheet.put_centred("stamp", line, 46.6, "PressSans", 6.6)
    sheet.put("banner", "UNCLASSIFIED", 20, 768, "PressSans", 10.9)
    sheet.put("page number", f"Page {number} of {count}", 530, 768, "PressSans", 10.9)


def _underlined(sheet: Sheet, text: str, top: float) -> None:
    sheet.put_centred("banner", text, top, "PressSansBold", 10.2)
    sheet.pieces[-1] = replace(sheet.pieces[-1], is_underlined=True)


def _rule(top: float) -> Figure:
    return Figure(kind="rule", x0=101, top=top, x1=WIDTH - 98, bottom=top + 2.4, gray=0.5)
