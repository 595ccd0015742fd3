"""One picture in every encoding a PDF may hold it in: image dictionary entries and stream."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from collections.abc import Iterator

from PIL import Image
from PIL.Image import Image as PilImage

from tests.synthetic.image_pdf import Mode, encode

LZW_CLEAR, LZW_END = 256, 257

LZW_LITERALS = 200
"""Literals between two clear codes: with fewer than 254 entries every code has 9 bits."""

RUN_LENGTH_END = b"\x80"

JBIG2_PAGE_INFORMATION, JBIG2_GENERIC_REGION = 48, 38
"""Segment types of ITU-T T.88, 7.3.1."""

INVERTED_CMYK = "/ColorSpace /DeviceCMYK /Decode [1 0 1 0 1 0 1 0]"
"""How Adobe's programs, and Pillow after them, store CMYK in JPEG."""

PALETTE = "<ffffff 000000 808080 ff0000>"


def encodings(image: PilImage) -> Iterator[tuple[str, str, bytes]]:
    """Yield name, dictionary entries and data of a bilevel picture in each encoding.

    Args:
        image: Of mode `1`, its width a multiple of 8.
    """
    size = f"/Width {image.width} /Height {image.height}"
    bits = f"{size} /BitsPerComponent 1 /ColorSpace /DeviceGray"
    gray = f"{size} /BitsPerComponent 8 /ColorSpace /DeviceGray"
    packed, whole = image.tobytes(), image.convert("L").tobytes()
    group4 = encode(image, Mode.BILEVEL, quality=0).data
    parameters = f"<< /K -1 /Columns {image.width} /Rows {image.height} >>"

    yield "plain", bits, packed
    yield "Flate", f"{bits} /Filter /FlateDecode", zlib.compress(packed)
    yield (
        "Flate with a predictor",
        f"{gray} /Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns {image.width} >>",
        zlib.compress(_with_png_filter(whole, image.width)),
    )
    yield "LZW", f"{bits} /Filter /LZWDecode", _lzw(packed)
    yield "RunLength", f"{bits} /Filter /RunLengthDecode", _run_length(packed)
    yield (
        "ASCII85 over Flate",
        f"{bits} /Filter [/ASCII85Decode /FlateDecode]",
        base64.a85encode(zlib.compress(packed)) + b"~>",
    )
    yield "ASCIIHex", f"{bits} /Filter /ASCIIHexDecode", packed.hex().encode() + b">"
    yield "CCITT group 4", f"{bits} /Filter /CCITTFaxDecode /DecodeParms {parameters}", group4
    yield "JBIG2", f"{bits} /Filter /JBIG2Decode", _jbig2(image, group4)
    yield "JPEG", f"{gray} /Filter /DCTDecode", _saved(image.convert("L"), "JPEG", quality=95)
    yield (
        "JPEG of CMYK",
        f"{size} /BitsPerComponent 8 {INVERTED_CMYK} /Filter /DCTDecode",
        _saved(image.convert("L").convert("CMYK"), "JPEG", quality=95),
    )
    yield "JPEG 2000", f"{size} /Filter /JPXDecode", _saved(image.convert("L"), "JPEG2000")
    yield (
        "palette",
        f"{size} /BitsPerComponent 8 /ColorSpace [/Indexed /DeviceRGB 3 {PALETTE}]",
        bytes(0 if value else 1 for value in whole),
    )
    yield (
        "16 bits",
        f"{size} /BitsPerComponent 16 /ColorSpace /DeviceGray",
        b"".join(bytes((value, value)) for value in whole),
    )
    yield (
        "CalGray",
        f"{size} /BitsPerComponent 8 /ColorSpace [/CalGray << /WhitePoint [0.95 1 1.09] >>]",
        whole,
    )


def _saved(image: PilImage, kind: str, **options: int) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def _with_png_filter(data: bytes, width: int) -> bytes:
    """Return rows of bytes with PNG's filter `Sub` before each."""
    rows = (data[start : start + width] for start in range(0, len(data), width))
    return b"".join(
        b"\x01"
        + bytes((byte - before) % 256 for byte, before in zip(row, b"\0" + row, strict=False))
        for row in rows
    )


def _lzw(data: bytes) -> bytes:
    """Return data as LZW codes of 9 bits that stand for a byte each."""
    codes: list[int] = []
    for start in range(0, len(data), LZW_LITERALS):
        codes += [LZW_CLEAR, *data[start : start + LZW_LITERALS]]
    text = "".join(f"{code:09b}" for code in [*codes, LZW_END])
    text += "0" * (-len(text) % 8)
    return int(text, 2).to_bytes(len(text) // 8, "big")


def _run_length(data: bytes) -> bytes:
    """Return data as literal runs."""
    runs = (data[start : start + 128] for start in range(0, len(data), 128))
    return b"".join(bytes((len(run) - 1,)) + run for run in runs) + RUN_LENGTH_END


def _jbig2(image: PilImage, group4: bytes) -> bytes:
    """Return a JBIG2 page of one generic region, whose coding MMR is that of group 4."""
    size = struct.pack(">II", image.width, image.height)
    page = size + struct.pack(">IIBH", 0, 0, 0, 0)
    region = size + struct.pack(">IIBB", 0, 0, 0, 1) + group4
    return _segment(0, JBIG2_PAGE_INFORMATION, page) + _segment(1, JBIG2_GENERIC_REGION, region)


def _segment(number: int, kind: int, data: bytes) -> bytes:
    return struct.pack(">IBBBI", number, kind, 0, 1, len(data)) + data


def sample() -> PilImage:
    """A picture of 80 x 60 pixels with one black corner, 30 x 20, at the top left."""
    image = Image.new("1", (80, 60), 1)
    image.paste(0, (0, 0, 30, 20))
    return image
