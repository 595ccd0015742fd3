"""Makes one-page PDFs whose text layers are out of the ordinary. All text is invented.

Written as PDF source: what makes a layer odd is mostly what a drawing library would not write.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.extract.making import HEIGHT, WIDTH, raw_pdf

HELVETICA = "/Type /Font /Subtype /Type1 /BaseFont /Helvetica"
TIMES_ITALIC = "/Type /Font /Subtype /Type1 /BaseFont /Times-Italic"
SYMBOL = "/Type /Font /Subtype /Type1 /BaseFont /Symbol"

DESCRIPTOR = (
    "/FontDescriptor << /Type /FontDescriptor /FontName /Invented /Flags 32 "
    "/FontBBox [0 -200 1000 800] /Ascent 750 /Descent -250 /ItalicAngle 0 /CapHeight 700 "
    "/StemV 80 >>"
)
FIRST_OBJECT = 5
"""The number of the first object given beside the page."""


def layer_pdf(
    path: Path,
    content: str,
    *,
    font: str = HELVETICA,
    page: str = "",
    resources: str = "",
    objects: Sequence[bytes] = (),
) -> Path:
    """A page of `content`, PDF source, where /F1 is `font`.

    `page` and `resources` are further entries of the page and its resources; `objects` are numbered
    from `FIRST_OBJECT` on.
    """
    return raw_pdf(
        path,
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] {page} /Resources "
            f"<< /Font << /F1 << {font} >> >> {resources} >> /Contents 4 0 R >>".encode(),
            stream(content),
            *objects,
        ],
    )


def shown(text: str, x: float = 20, y: float = 200, size: float = 12) -> str:
    """The source of a line of text."""
    return f"BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET "


def stream(content: str, entries: str = "") -> bytes:
    """A stream object."""
    data = content.encode("latin-1")
    return f"<< {entries} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def form(content: str, entries: str = "", font: str = HELVETICA) -> bytes:
    """A form: a drawing that a page or another form draws by its name."""
    return stream(
        content,
        f"/Type /XObject /Subtype /Form /BBox [0 0 {WIDTH} {HEIGHT}] {entries} "
        f"/Resources << /Font << /F1 << {font} >> >> /XObject << /X2 6 0 R >> >>",
    )


def mapped_font(widths: Mapping[int, int]) -> str:
    """A font that is not in the file, its meaning in object 5, with widths by code, else 500."""
    row = " ".join(str(widths.get(code, 500)) for code in range(256))
    return (
        "/Type /Font /Subtype /TrueType /BaseFont /Invented /Encoding /WinAnsiEncoding "
        f"/FirstChar 0 /LastChar 255 /Widths [{row}] {DESCRIPTOR} /ToUnicode 5 0 R"
    )


def cid_font(encoding: str, entries: str = "") -> str:
    """A font of two-byte codes, 500 wide."""
    return (
        f"/Type /Font /Subtype /Type0 /BaseFont /Invented /Encoding /{encoding} {entries} "
        "/DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Invented /DW 500 "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
        f"{DESCRIPTOR} >>]"
    )


def drawn_font(entries: str = "") -> str:
    """A font whose letters a and b are drawings, object 5."""
    return (
        "/Type /Font /Subtype /Type3 /FontBBox [0 0 750 750] /FontMatrix [0.001 0 0 0.001 0 0] "
        "/CharProcs << /a 5 0 R /b 5 0 R >> /Encoding << /Type /Encoding "
        "/Differences [97 /a /b] >> /FirstChar 97 /LastChar 98 /Widths [800 800] "
        f"/Resources << >> {entries}"
    )


def meaning(texts: Mapping[int, str], code_bytes: int = 1) -> bytes:
    """The Unicode of a font's codes."""
    rows = "\n".join(
        f"<{code:0{2 * code_bytes}x}> <{text.encode('utf-16-be').hex()}>"
        for code, text in texts.items()
    )
    return stream(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
        f"1 begincodespacerange <{'00' * code_bytes}> <{'ff' * code_bytes}> endcodespacerange\n"
        f"{len(texts)} beginbfchar\n{rows}\nendbfchar endcmap end end"
    )
