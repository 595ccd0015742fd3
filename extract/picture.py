"""A page's picture for a person to look at: what the paper shows, and nothing it does not.

The page is drawn as PDFium paints it, so words under a drawn box stay under it, a text layer behind
a scan is not seen, and where an annotation asks to take words out there is black
(docs/decisions/0010-text-beneath.md). The picture is pixels: it carries no text of the file.
"""

from __future__ import annotations

import math
from pathlib import Path

import cv2

from extract.errors import UnreadablePage
from extract.limits import page_memory
from extract.pdf.pdfium import open_page
from extract.raster import POINTS_PER_INCH
from extract.settings import PAGE_MEMORY_BYTES
from extract.source import printable

PICTURE_DPI = 150.0
"""A Letter page is 1275 pixels wide: twice what half a laptop's screen shows, for a closer look."""

MAX_PICTURE_PIXELS = 6_000_000
"""Over two and a half times a Letter page at `PICTURE_DPI`; larger sheets are drawn smaller."""


def page_picture(path: Path, page_no: int) -> bytes:
    """Return one page of a PDF, 1-based, as a gray PNG.

    Raises:
        DocumentError: the file cannot be opened, the page cannot be drawn, or is too large.
    """
    label = f"page {page_no} of {printable(path.name)}"
    with page_memory(label, PAGE_MEMORY_BYTES), open_page(path, page_no) as page:
        square_inches = page.width * page.height / POINTS_PER_INCH**2
        dpi = min(PICTURE_DPI, math.sqrt(MAX_PICTURE_PIXELS / max(square_inches, 1e-6)))
        done, png = cv2.imencode(".png", page.drawing(dpi))
    if not done:
        raise UnreadablePage(f"{label} cannot be drawn; look at the PDF itself")
    return png.tobytes()
