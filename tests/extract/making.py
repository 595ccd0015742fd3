"""Makes the tiny PDFs and page images of these tests. All text is invented."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extract.geometry import affine
from extract.ink.image import Prepared
from extract.ink.pieces import find_pieces
from extract.page import Box, Word
from extract.raster import Gray

WIDTH, HEIGHT = 400.0, 300.0
"""A small page in points: OCR of it takes a third of a second."""

LINES = (
    "ACTION ABC-00",
    "INFO   LOG-00   AF-01   EUR-00   /001W",
    "FM AMEMBASSY SAMPLETOWN",
    "TO SECSTATE WASHDC 1234",
    "1. (U) This invented report says nothing",
    "about anything, in four short lines of",
    "typewriter text, and ends here.",
)


def text_pdf(
    path: Path,
    lines: Sequence[str] = LINES,
    draw: Callable[[Canvas], None] | None = None,
    rotate: int = 0,
    under: Callable[[Canvas], None] | None = None,
) -> Path:
    """A born-digital page of Courier 12, first line's foot 40 points from the top.

    `under` draws before the lines are set, `draw` after.

    With `rotate` the content lies turned on the paper and /Rotate turns it upright again.
    """
    on_its_side = rotate in (90, 270)
    size = (HEIGHT, WIDTH) if on_its_side else (WIDTH, HEIGHT)
    canvas = Canvas(str(path), pagesize=size)
    canvas.transform(
        *{
            0: (1, 0, 0, 1, 0, 0),
            90: (0, 1, -1, 0, HEIGHT, 0),
            180: (-1, 0, 0, -1, WIDTH, HEIGHT),
            270: (0, -1, 1, 0, 0, WIDTH),
        }[rotate]
    )
    if under:
        under(canvas)
    canvas.setFont("Courier", 12)
    for index, line in enumerate(lines):
        canvas.drawString(30, HEIGHT - 40 - 16 * index, line)
    if draw:
        draw(canvas)
    canvas.save()
    return turned(path, rotate) if rotate else path


def page_image(lines: Sequence[str] = LINES, dpi: float = 200) -> Image.Image:
    """A gray page image with the same lines in the same places."""
    scale = dpi / 72
    image = Image.new("L", (round(WIDTH * scale), round(HEIGHT * scale)), 255)
    pen = ImageDraw.Draw(image)
    font = mono(12 * scale)
    for index, line in enumerate(lines):
        pen.text((30 * scale, (40 + 16 * index) * scale), line, font=font, fill=0, anchor="ls")
    return image


def printed_words(lines: Sequence[str] = LINES, dpi: float = 200) -> Iterator[tuple[str, Box]]:
    """The words of `page_image`, each with the box of its ink in points."""
    scale = dpi / 72
    pen = ImageDraw.Draw(Image.new("L", (1, 1)))
    font = mono(12 * scale)
    for index, line in enumerate(lines):
        for match in re.finditer(r"\S+", line):
            start = 30 * scale + font.getlength(line[: match.start()])
            foot = (40 + 16 * index) * scale
            box = pen.textbbox((start, foot), match.group(), font=font, anchor="ls")
            x0, top, x1, bottom = (side / scale for side in box)
            yield match.group(), Box(x0=x0, top=top, x1=x1, bottom=bottom)


def mono(size: float) -> ImageFont.FreeTypeFont:
    """Reportlab ships no monospaced outlines that Pillow can load, Pillow ships one face."""
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont)
    return font


def prepared_of(pixels: Gray, dpi: float = 200) -> Prepared:
    """A page as `extract.ink.image.prepare` leaves it, of pixels that are straight and clean."""
    return Prepared(
        pixels=pixels, dpi=dpi, pieces=find_pieces(pixels), to_page=affine(1, 0, 0, 0, 1, 0)
    )


def image_pdf(path: Path, image: Image.Image, hidden: Sequence[str] = ()) -> Path:
    """A page that is one image, with an invisible text layer when `hidden` is given.

    Its lines are stretched to the width `page_image` prints them in, as engines stretch theirs.
    """
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT))
    canvas.drawImage(ImageReader(image), 0, 0, WIDTH, HEIGHT)
    if hidden:
        text = canvas.beginText(30, HEIGHT - 40)
        text.setTextRenderMode(3)
        text.setFont("Courier", 12, 16)
        for line in hidden:
            width = canvas.stringWidth(line, "Courier", 12)
            text.setHorizScale(100 * mono(12).getlength(line) / width if line else 100)
            text.textLine(line)
        canvas.drawText(text)
    canvas.save()
    return path


def raw_image_pdf(path: Path, entries: str, data: bytes, place: str = "", rotate: int = 0) -> Path:
    """A page that is one image with the image dictionary given as PDF source."""
    place = place or f"{WIDTH} 0 0 {HEIGHT} 0 0 cm"
    content = f"q {place} /Im0 Do Q".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Rotate {rotate} "
        "/Resources << /XObject << /Im0 5 0 R >> >> /Contents 4 0 R >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        f"<< /Type /XObject /Subtype /Image {entries} /Length {len(data)} >>\nstream\n".encode()
        + data
        + b"\nendstream",
    ]
    return raw_pdf(path, objects)


def raw_pdf(path: Path, objects: Sequence[bytes]) -> Path:
    """A PDF of the given objects, the first its catalog, with a right cross-reference table."""
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for offset in offsets:
        out.write(b"%010d 00000 n \n" % offset)
    out.write(
        b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    )
    path.write_bytes(out.getvalue())
    return path


def turned(
    path: Path, rotate: int = 0, crop: tuple[float, float, float, float] | None = None
) -> Path:
    """The PDF at `path` with its page turned and cropped (left, bottom, right, top)."""
    document = pypdfium2.PdfDocument(path.read_bytes())
    page = document[0]
    page.set_rotation(rotate)
    if crop:
        page.set_cropbox(*crop)
    target = path.with_name(f"turned-{rotate}-{path.name}")
    document.save(str(target))
    document.close()
    return target


def word(
    text: str,
    x0: float,
    foot: float,
    size: float = 8.0,
    pitch: float = 7.2,
    confidence: float | None = 0.9,
) -> Word:
    """A word in capitals or digits whose foot and size are exact."""
    return Word(
        text=text,
        box=Box(x0=x0, top=foot - size, x1=x0 + len(text) * pitch - 1.2, bottom=foot),
        confidence=confidence,
    )


def row(
    text: str, x0: float = 72.0, foot: float = 100.0, size: float = 8.0, pitch: float = 7.2
) -> list[Word]:
    """The words of a fixed-pitch line, blanks as typed."""
    words, column = [], 0
    for part in text.split(" "):
        if part:
            words.append(word(part, x0 + column * pitch, foot, size, pitch))
        column += len(part) + 1
    return words
