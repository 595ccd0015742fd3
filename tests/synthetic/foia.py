"""The print of a FOIA release of about 2011, in the layout of 11 MEXICO 392.

Banner top and bottom of every page, office grid, dash line, header, the release stamp over the
control line, the review block in the middle of a paragraph, exemption codes in the margin.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import cycle
from random import Random

from tests.synthetic import fields, words
from tests.synthetic.setting import BLOCK, GAP, WITHHELD, Row, Withheld, set_label, set_paragraph
from tests.synthetic.sheets import Figure, Piece, Sheet
from tests.synthetic.truth import CableTruth, ReleaseTruth

COLUMNS = 68
LEFT, TOP, BOTTOM = 66.0, 64.0, 722.0
PITCH = 12.0
SIZE = 10.0
ADVANCE = 0.6 * SIZE
"""Width of a column: Courier's advance is 0.6 of its size."""
MARGIN_X = 506.0
BANNER = "DECONTROLLED/UNCLASSIFIED"
FIRST_REVIEW = 2011
REVIEW_ROWS = 4
"""Rows the review block takes when it stands in the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What differs from one print to the next."""

    font: str
    stroke: float
    review_at: str
    """Where the review block stands: `foot` of page 1, `inside` paragraph 1, or the `side`."""
    box_styles: tuple[str, ...]
    """Fillings of the boxes in turn: reviewers' tools differ, sometimes in one document."""
    stamp_x: float
    stamp_rise: float
    """Rows from the control line up to the release stamp; at the least they touch."""
    stamp_angle: float
    is_framed: bool
    has_hyphens: bool


def choose_look(rng: Random) -> Look:
    """Draw a print's look."""
    font, stroke = rng.choice((("PressMono", 0.12), ("PressMono", 0.28), ("PressMonoBold", 0.0)))
    return Look(
        font=font,
        stroke=stroke,
        review_at=rng.choice(("foot", "inside", "side")),
        box_styles=rng.choice((("black",), ("white",), ("black", "white"))),
        stamp_x=rng.uniform(180, 400),
        stamp_rise=rng.choice((2.2, 2.2, 1.2)),
        stamp_angle=rng.uniform(-4, 4),
        is_framed=rng.random() < 0.4,
        has_hyphens=rng.random() < 0.3,
    )


def review(rng: Random, sent_year: int, is_part: bool) -> ReleaseTruth:
    """Invent the review, after the cable was sent: authority, date and nine-digit case."""
    year = max(FIRST_REVIEW, sent_year + 1)
    return ReleaseTruth(
        decision="part" if is_part else "full",
        review_authority=rng.choice(words.PEOPLE).upper(),
        reviewed_on=f"{year}-{rng.randint(5, 12):02d}-{rng.randint(1, 28):02d}",
        case_id=f"{year}{rng.randrange(1000, 99999):05d}",
        document_number=None,
        page_banner=BANNER,
    )


def stamp_lines(release: ReleaseTruth) -> list[str]:
    """Return the three lines of the review block."""
    year, month, day = str(release.reviewed_on).split("-")
    printed = f"{day} {words.MONTHS[int(month) - 1][:3].upper()} {year}"
    return [
        "UNITED STATES DEPARTMENT OF STATE",
        f"REVIEW AUTHORITY: {release.review_authority}",
        f"DATE/CASE ID: {printed} {release.case_id}",
    ]


def print_foia(withheld: Withheld, release: ReleaseTruth, rng: Random) -> list[Sheet]:
    """Print a cable on as many pages as it takes."""
    look = choose_look(rng)
    return _Press(look, release).run(_rows(withheld, look, rng))


def _rows(withheld: Withheld, look: Look, rng: Random) -> list[Row]:
    cable = withheld.truth
    rows: list[Row] = []
    for number, part in enumerate(fields.section_slices(cable), start=1):
        rows.append(Row(kind="page break" if number > 1 else "start", text="", height=0))
        rows += _header(cable, number)
        heading = None
        for paragraph, text, code in zip(
            cable.paragraphs[part], withheld.texts[part], withheld.codes[part], strict=True
        ):
            if paragraph.heading and paragraph.heading != heading:
                heading = paragraph.heading
                rows.append(Row(kind="heading", text=heading, before=1))
            typist = rng if look.has_hyphens else None
            body = set_paragraph(paragraph, text, code, columns=COLUMNS, hyphens=typist)
            rows += [replace(body[0], before=1), *body[1:]]
            if look.review_at == "inside" and paragraph is cable.paragraphs[0]:
                rows.insert(len(rows) - 2, Row(kind="review", text="", height=REVIEW_ROWS))
    rows.append(Row(kind="sig", text=cable.signature, before=1))
    rows.append(Row(kind="sig", text="NNNN", before=1))
    return rows


def _header(cable: CableTruth, section: int) -> list[Row]:
    rows = fields.grid(cable, per_row=7, gap="   ", indent="", total_gap="")
    rows.append(Row(kind="header", text=fields.dash_line(cable), before=1))
    rows.append(Row(kind="header", text=fields.dtg_line(cable), before=1))
    rows += [Row(kind="header", text=line) for line in fields.address_lines(cable)]
    rows.append(Row(kind="control", text=fields.control_line(cable, section), before=3))
    # The seed print repeats its last caption; so does every print made here.
    lines = (*cable.captions, *cable.captions[-1:], *cable.passing_instructions)
    rows += _block([Row(kind="header", text=line) for line in lines])
    order = f"E.O. {cable.executive_order}: {cable.declassify_raw}"
    rows += _block(
        [
            Row(kind="header", text=order),
            Row(kind="header", text=f"TAGS: {', '.join(cable.tags)}"),
            *set_label("SUBJECT:", cable.subject, columns=COLUMNS),
        ]
    )
    if cable.refs:
        cited = fields.references(cable, has_year=cable.era == "2000s", style="{}) ")
        rows += _block(set_label("REF:", cited, columns=COLUMNS))
    if cable.classified_by and section == 1:
        by = f"Classified By: {cable.classified_by}, for reasons 1.4 (b) and (d)."
        rows += _block([Row(kind="body", text=by)])
    return rows


def _block(rows: list[Row]) -> list[Row]:
    return [replace(rows[0], before=1), *rows[1:]] if rows else []


class _Press:
    """Puts rows on pages, and on them what the reviewers added."""

    def __init__(self, look: Look, release: ReleaseTruth) -> None:
        self.look = look
        self.release = release
        self.sheets: list[Sheet] = []
        self.top = 0.0
        self.fillings = cycle(look.box_styles)

    def run(self, rows: list[Row]) -> list[Sheet]:
        for row in rows:
            if row.kind in ("start", "page break"):
                self._feed()
                continue
            self.top += row.before * PITCH
            if self.top + row.height * PITCH > self._end():
                self._feed()
            self._put(row)
            self.top += row.height * PITCH
        if self.look.review_at == "foot":
            self._review(self.sheets[0], LEFT + 2, BOTTOM - 34)
        return self.sheets

    def _end(self) -> float:
        """Return where text has to stop: higher where the review block stands at the foot."""
        is_stamped = self.look.review_at == "foot" and len(self.sheets) == 1
        return BOTTOM - 40 if is_stamped else BOTTOM

    def _feed(self) -> None:
        sheet = Sheet()
        if not self.sheets:
            sheet.put_centred("notice", words.NOTICE, 9, "PressSansBold", 10)
        for top in (28.0, 746.0):
            sheet.put_centred("banner", BANNER, top, "PressSansBold", 11.5)
        self.sheets.append(sheet)
        self.top = TOP

    def _put(self, row: Row) -> None:
        sheet = self.sheets[-1]
        if row.kind == "review":
            self._review(sheet, LEFT + 2, self.top + 4)
            return
        if row.kind == "control":
            self._release_stamp(sheet)
        self._boxes(sheet, row)
        if row.truth:
            sheet.pieces.append(
                Piece(
                    kind="header" if row.kind == "control" else row.kind,
                    text=row.printed,
                    truth=row.truth if row.code else None,
                    x=LEFT,
                    top=self.top,
                    font=self.look.font,
                    size=SIZE,
                    stroke=self.look.stroke,
                )
            )

    def _boxes(self, sheet: Sheet, row: Row) -> None:
        for gap in WITHHELD.finditer(row.text):
            is_block = gap[0][0] == BLOCK
            columns = (0, COLUMNS) if is_block else gap.span()
            sheet.figures.append(
                Figure(
                    kind=next(self.fillings),
                    x0=LEFT + columns[0] * ADVANCE,
                    top=self.top - 1,
                    x1=LEFT + columns[1] * ADVANCE,
                    bottom=self.top + row.height * PITCH - 2,
                    exemption=row.code,
                    extent="lines" if is_block else "words",
                )
            )
        if row.code and (GAP in row.text or BLOCK in row.text):
            sheet.put("margin", row.code, MARGIN_X, self.top + 1, "PressSansBold", 9)

    def _release_stamp(self, sheet: Sheet) -> None:
        if len(self.sheets) > 1:
            return
        words_of = {"full": "RELEASED IN FULL", "part": "RELEASED IN PART"}
        text = words_of[str(self.release.decision)]
        stamp = Piece(
            kind="stamp",
            text=text,
            x=self.look.stamp_x,
            top=self.top - self.look.stamp_rise * PITCH,
            font="PressSansBold",
            size=12,
            angle=self.look.stamp_angle,
        )
        sheet.pieces.append(stamp)
        if self.look.is_framed:
            sheet.figures.append(
                Figure(
                    kind="frame",
                    x0=stamp.x - 5,
                    top=stamp.top - 3,
                    x1=stamp.x + stamp.width + 5,
                    bottom=stamp.top + 15,
                    angle=self.look.stamp_angle,
                )
            )
        if self.look.review_at == "side":
            self._review(sheet, 400, self.top + PITCH)

    def _review(self, sheet: Sheet, x: float, top: float) -> None:
        lines = stamp_lines(self.release)
        for n, line in enumerate(lines):
            sheet.put("stamp", line, x, top + 3 + n * 10, "PressSansBold", 7.4)
        widest = max(piece.width for piece in sheet.pieces[-len(lines) :])
        sheet.figures.append(
            Figure(kind="frame", x0=x - 4, top=top, x1=x + widest + 4, bottom=top + 34)
        )
