"""Printed pages as data, and the one place that draws them with reportlab.

Lengths are points from the top left, as in `extract.page`. Pages stay data after drawing, so that
the truth beside a print is what was drawn and not a second opinion.

Two sets of fonts: `Courier`, `Helvetica` ... are the PDF's standard ones, not embedded, as in the
National Archives' files. `Press...` are the faces in reportlab's wheel, embedded, for everything
that is turned into pixels: with standard fonts the renderer would take whatever the machine has.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import reportlab
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from tests.synthetic.unread import draw_scrawl, photograph

WIDTH, HEIGHT = 612.0, 792.0

ASCENT = 0.76
"""Share of the font size above the baseline: near enough for all three families."""

PRESS_FACES = {
    "PressMono": "com_____",
    "PressMonoBold": "cob_____",
    "PressSans": "_a______",
    "PressSansBold": "_ab_____",
    "PressSerif": "_er_____",
}


REDACTIONS = ("black", "white", "blank")
"""Kinds of figures that withhold words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of text in one place. `kind` is the truth's: banner, header, body, stamp ...;
    empty for text that is part of another piece's line there."""

    kind: str
    text: str
    x: float
    top: float
    font: str
    size: float
    angle: float = 0.0
    stroke: float = 0.0
    """Extra weight of the strokes in points: the faces are lighter than a printer's ribbon."""
    gray: float = 0.0
    is_underlined: bool = False
    truth: str | None = None
    """The line as the truth gives it, where that is not `text`: without the gaps for boxes."""

    @property
    def width(self) -> float:
        """Width in points, from the font's own metrics."""
        return width_of(self.text, self.font, self.size)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Something drawn: `black` or `white` (a redaction), `frame`, `rule`, `seal`; `strike` (a line
    through `truth`); `scrawl` (handwriting) or `photo`, of which `variant` gives another one. A
    redaction that is `blank` is not drawn: the words are taken out, and a code says so."""

    kind: str
    x0: float
    top: float
    x1: float
    bottom: float
    exemption: str | None = None
    extent: str | None = None
    angle: float = 0.0
    gray: float = 0.0
    variant: int = 0
    truth: str | None = None


@dataclass(slots=True)
class Sheet:
    """One page while it is set. Figures are drawn first, then the pieces, then the covers."""

    pieces: list[Piece] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    covers: list[Figure] = field(default_factory=list)

    def put(self, kind: str, text: str, x: float, top: float, font: str, size: float) -> None:
        """Print a plain run of text."""
        self.pieces.append(Piece(kind=kind, text=text, x=x, top=top, font=font, size=size))

    def put_centred(self, kind: str, text: str, top: float, font: str, size: float) -> None:
        """Print a run of text in the middle of the page's width."""
        _register()
        x = (WIDTH - pdfmetrics.stringWidth(text, font, size)) / 2
        self.put(kind, text, x, top, font, size)

    def lines(self) -> list[dict[str, str]]:
        """Return the truth of the page: its lines from top to bottom, by kind."""
        printed = sorted(self.pieces, key=lambda piece: (round(piece.top), piece.x))
        return [{"kind": p.kind, "text": (p.truth or p.text).strip()} for p in printed if p.kind]

    def redactions(self) -> list[dict[str, Any]]:
        """Return the withheld stretches of the page, with their boxes in points."""
        return [
            {
                "x0": round(f.x0, 1),
                "top": round(f.top, 1),
                "x1": round(f.x1, 1),
                "bottom": round(f.bottom, 1),
                "style": f.kind,
                "extent": f.extent,
                "exemptions": [f.exemption],
            }
            for f in self.figures
            if f.kind in REDACTIONS
        ]


def width_of(text: str, font: str, size: float) -> float:
    """Return the width of a text in points, from the font's own metrics."""
    _register()
    return float(pdfmetrics.stringWidth(text, font, size))


def draw(sheets: list[Sheet]) -> bytes:
    """Draw pages as a PDF whose bytes are the same on every run.

    Invariant mode fixes dates and ids; streams are left uncompressed, because two builds of zlib
    need not agree on a byte.
    """
    _register()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=0)
    canvas.setTitle("Invented sample")
    for sheet in sheets:
        for figure in sheet.figures:
            if figure.kind != "blank":
                _draw_figure(canvas, figure)
        for piece in sheet.pieces:
            _draw_piece(canvas, piece)
        for figure in sheet.covers:
            _draw_figure(canvas, figure)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw_piece(canvas: Canvas, piece: Piece) -> None:
    canvas.saveState()
    canvas.translate(piece.x, HEIGHT - piece.top - ASCENT * piece.size)
    canvas.rotate(piece.angle)
    canvas.setFillGray(piece.gray)
    canvas.setStrokeGray(piece.gray)
    text = canvas.beginText(0, 0)
    text.setFont(piece.font, piece.size)
    if piece.stroke:
        canvas.setLineWidth(piece.stroke)
        text.setTextRenderMode(2)
    text.textOut(piece.text)
    canvas.drawText(text)
    if piece.is_underlined:
        canvas.setLineWidth(0.7)
        canvas.line(0, -1.6, piece.width, -1.6)
    canvas.restoreState()


def _draw_figure(canvas: Canvas, figure: Figure) -> None:
    width, height = figure.x1 - figure.x0, figure.bottom - figure.top
    canvas.saveState()
    canvas.translate(figure.x0, HEIGHT - figure.bottom)
    canvas.rotate(figure.angle)
    canvas.setStrokeGray(figure.gray)
    canvas.setFillGray(figure.gray if figure.kind in ("black", "rule", "strike") else 1)
    canvas.setLineWidth(0.9)
    if figure.kind == "seal":
        for radius in (width / 2, width / 2.6):
            canvas.circle(width / 2, height / 2, radius, stroke=1, fill=0)
    elif figure.kind == "scrawl":
        draw_scrawl(canvas, width, height, Random(f"scrawl/{figure.variant}"))
    elif figure.kind == "photo":
        picture = photograph(width, height, Random(f"photo/{figure.variant}"))
        canvas.drawImage(ImageReader(picture), 0, 0, width, height)
    else:
        is_filled = figure.kind in ("black", "white", "rule", "strike")
        canvas.rect(0, 0, width, height, stroke=int(figure.kind != "strike"), fill=int(is_filled))
    canvas.restoreState()


def _register() -> None:
    """Make the embedded faces known to reportlab, once a process."""
    if "PressMono" in pdfmetrics.getRegisteredFontNames():
        return
    folder = Path(reportlab.__file__).parent / "fonts"
    for name, stem in PRESS_FACES.items():
        face = pdfmetrics.EmbeddedType1Face(
            str(folder / f"{stem}.afm"), str(folder / f"{stem}.pfb")
        )
        # Under its own name the face would take the standard font's place in every later print.
        face.name = name
        pdfmetrics.registerTypeFace(face)
        pdfmetrics.registerFont(pdfmetrics.Font(name, name, "WinAnsiEncoding"))
