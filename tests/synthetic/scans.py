"""The scan simulator: a clean print in, what years of copying and one scanner leave of it out.

Damage comes in three levels, like the prints in the releases: `clean`, `typical`, `bad`.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import TypeVar

import pypdfium2

from tests.synthetic.image_pdf import ImagePage, Mode, encode, write
from tests.synthetic.printed import LayoutPrint
from tests.synthetic.prints import Print
from tests.synthetic.sheets import Piece, Sheet
from tests.synthetic.wear import POINTS_PER_INCH, Level, place_page, wear

AnyPrint = TypeVar("AnyPrint", bound=Print | LayoutPrint)

QUALITY = {Level.CLEAN: 45, Level.TYPICAL: 30, Level.BAD: 28}
"""JPEG quality: scanners' defaults lie low, and samples have to stay small."""


def scan(
    pdf: bytes,
    level: Level,
    *,
    seed: int = 0,
    dpi: int = 300,
    mode: Mode = Mode.BILEVEL,
    hidden: Sequence[Sequence[Piece]] = (),
) -> bytes:
    """Print a PDF, wear it and scan it: an image-only PDF, the same for the same arguments.

    Args:
        pdf: What was printed; its fonts must be embedded to give the same pixels everywhere.
        level: How worn it is.
        seed: Another number gives another wear.
        dpi: Resolution of the scan.
        mode: 1-bit or gray.
        hidden: Per page, text to lay invisibly behind the image.
    """
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    pages: list[ImagePage] = []
    for number in range(len(document)):
        bitmap = document[number].render(scale=dpi / POINTS_PER_INCH, grayscale=True)
        worn = wear(bitmap.to_pil().convert("L"), level, _rng(level, seed, number), dpi, mode)
        layer = hidden[number] if hidden else ()
        pages.append(encode(worn, mode, quality=QUALITY[level], hidden=layer))
    document.close()
    return write(pages)


def scan_print(
    printed: AnyPrint,
    level: Level,
    *,
    seed: int = 0,
    dpi: int = 300,
    mode: Mode = Mode.BILEVEL,
    has_text_layer: bool = False,
) -> AnyPrint:
    """Scan a print and move the boxes of its truth to where the page came to lie.

    `has_text_layer` lays a machine's flawed reading behind the images, as in 94 DUSHANBE 259.
    """
    hidden = [misread(sheet) for sheet in printed.sheets] if has_text_layer else ()
    pdf = scan(printed.pdf, level, seed=seed, dpi=dpi, mode=mode, hidden=hidden)
    sheets = tuple(
        Sheet(
            pieces=sheet.pieces,
            figures=[place_page(_rng(level, seed, n), level).move(f) for f in sheet.figures],
        )
        for n, sheet in enumerate(printed.sheets)
    )
    return replace(printed, pdf=pdf, sheets=sheets)


def misread(sheet: Sheet) -> list[Piece]:
    """Return a page's text as a hidden layer has it: with the slips seen in 94 DUSHANBE 259."""
    return [replace(piece, text=_slip(piece.text)) for piece in sheet.pieces]


def _slip(text: str) -> str:
    """Lose most dashes of a dash line, read `Page 1` as one word, the last I of TAGS as `l`."""
    dashes = len(text) - len(text.lstrip("-"))
    if dashes:
        return "--" + text[dashes:].replace(" /", "/")
    if text.startswith("Page 1 "):
        return text.replace("Page 1 ", "Pagel ")
    return text[:-1] + "l" if text.startswith("TAGS:") and text.endswith("I") else text


def _rng(level: Level, seed: int, page: int) -> Random:
    return Random(f"scan/{level}/{seed}/{page}")
