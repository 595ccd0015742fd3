"""Image-only PDFs, as scanners write them: one image a page, and text hidden behind it if wanted.

Written by hand because nothing pinned here puts a CCITT strip into a PDF as it is, and because
every byte has to be the same on each run.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PIL import Image, ImageOps
from PIL.Image import Image as PilImage

from tests.synthetic.sheets import ASCENT, HEIGHT, WIDTH, Piece

ROWS_PER_STRIP, STRIP_OFFSETS, STRIP_BYTE_COUNTS = 278, 273, 279
"""TIFF tags."""


class Mode(StrEnum):
    """How a scan is stored."""

    BILEVEL = "bilevel"
    """1 bit a pixel, CCITT group 4."""
    GRAY = "gray"
    """8 bits a pixel, JPEG."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImagePage:
    """One encoded page: its stream and the dictionary entries that decode it."""

    data: bytes
    dictionary: str
    hidden: Sequence[Piece] = ()
    """Text of the invisible layer."""


def encode(image: PilImage, mode: Mode, *, quality: int, hidden: Sequence[Piece] = ()) -> ImagePage:
    """Encode a gray (`L`) or bilevel (`1`) image.

    Args:
        image: The page.
        mode: Group 4 for bilevel images, JPEG for gray ones.
        quality: JPEG quality, 1 to 95.
        hidden: Text of the invisible layer.
    """
    size = f"/Width {image.width} /Height {image.height}"
    if mode is Mode.GRAY:
        out = io.BytesIO()
        image.save(out, "JPEG", quality=quality)
        entries = f"{size} /BitsPerComponent 8 /Filter /DCTDecode"
        return ImagePage(data=out.getvalue(), dictionary=entries, hidden=hidden)
    parameters = f"<< /K -1 /Columns {image.width} /Rows {image.height} >>"
    entries = f"{size} /BitsPerComponent 1 /Filter /CCITTFaxDecode /DecodeParms {parameters}"
    return ImagePage(data=_group4(image), dictionary=entries, hidden=hidden)


def _group4(image: PilImage) -> bytes:
    """Return the image as one group 4 strip. Inverted: a fax run starts with white, and is 0."""
    out = io.BytesIO()
    ImageOps.invert(image.convert("L")).convert("1").save(
        out, "TIFF", compression="group4", tiffinfo={ROWS_PER_STRIP: image.height}
    )
    with Image.open(io.BytesIO(out.getvalue())) as tiff:
        (start,) = tiff.tag_v2[STRIP_OFFSETS]  # type: ignore[attr-defined]
        (length,) = tiff.tag_v2[STRIP_BYTE_COUNTS]  # type: ignore[attr-defined]
    return out.getvalue()[start : start + length]


def write(pages: Sequence[ImagePage]) -> bytes:
    """Return a Letter-size PDF of the pages."""
    kids = " ".join(f"{4 + 3 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for n, page in enumerate(pages):
        first = 4 + 3 * n
        resources = f"<< /XObject << /Im {first + 1} 0 R >> /Font << /F 3 0 R >> >>"
        media = f"/MediaBox [0 0 {WIDTH:g} {HEIGHT:g}]"
        objects += [
            f"<< /Type /Page /Parent 2 0 R {media} /Resources {resources} "
            f"/Contents {first + 2} 0 R >>".encode(),
            _stream(
                f"/Type /XObject /Subtype /Image /ColorSpace /DeviceGray {page.dictionary}",
                page.data,
            ),
            _stream("", _content(page)),
        ]
    return _file(objects)


def _content(page: ImagePage) -> bytes:
    drawn = [f"q {WIDTH:g} 0 0 {HEIGHT:g} 0 0 cm /Im Do Q"]
    for piece in page.hidden:
        baseline = HEIGHT - piece.top - ASCENT * piece.size
        text = piece.text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        place = f"1 0 0 1 {piece.x:.1f} {baseline:.1f} Tm"
        drawn.append(f"BT 3 Tr /F {piece.size:g} Tf {place} ({text}) Tj ET")
    return "\n".join(drawn).encode("cp1252")


def _stream(entries: str, data: bytes) -> bytes:
    return f"<< {entries} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def _file(objects: Sequence[bytes]) -> bytes:
    """Put numbered objects, their table and the trailer into a file."""
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\n".encode()
    out += f"startxref\n{table}\n%%EOF\n".encode()
    return bytes(out)
