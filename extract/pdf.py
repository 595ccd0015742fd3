"""Everything that opens a PDF: the only module that imports pypdfium2 and pdfplumber.

pypdfium2 looks at a page, takes its image or draws it; pdfplumber gives the placed words and drawn
shapes of a text layer. PDFium is not thread-safe, so every call into it holds one lock.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pdfplumber
import pypdfium2
import pypdfium2.raw as pdfium
from pdfminer.pdfexceptions import PDFException
from pdfplumber.utils.exceptions import PdfminerException
from pdfplumber.utils.text import extract_words

from extract.errors import (
    EncryptedPdf,
    NoPages,
    NotAPdf,
    PageTooLarge,
    UnreadableFile,
    UnreadablePage,
)
from extract.geometry import Affine, affine, compose, map_box, rounded_box, scale_of
from extract.image import Gray, Raster
from extract.page import Box, Word
from extract.route import PageFacts
from extract.source import printable

_LOCK = threading.RLock()

POINTS_PER_INCH = 72.0

ENGINE = f"pdfplumber {pdfplumber.__version__}"
"""What reads text layers, for `Page.engine`."""

HEADER_BYTES = 1024
"""Readers accept `%PDF-` anywhere in the first 1,024 bytes (ISO 32000, annex H.3, note 13)."""

MAX_IMAGE_PIXELS = 100_000_000
"""A Letter page at 1,000 dpi has 93.5 million pixels; at one byte each, more would take a worker
past the memory it is given. Real releases have 1.9 to 8.9 million."""

RENDER_DPI = 300.0
"""For pages that must be drawn: the usual resolution of office scanners, so that an image inside
is neither enlarged much nor robbed of detail."""

MIN_RENDER_DPI = 100.0
"""Below this, typewriter type (10 to the inch) is under 10 pixels high and no engine reads it."""

COVERING_SHARE = 0.95
"""An image must cover this much of the page to stand for it; scans leave a hair at the edges."""

TINY_SHARE = 0.001
"""Images under a thousandth of the page are specks and spacers, not content."""

CHECK_DPI = 36.0
MAX_CHECK_DIFFERENCE = 16.0
"""Mean gray difference (of 255) allowed between the embedded image and PDFium's drawing of the page
at 36 dpi. Resampling alone gives 1 to 5; a mask, a Decode array or a clip gives far more."""

_PDFIUM_FILE_ERROR = 2
_PDFIUM_PASSWORD_ERROR = 4
_PDFIUM_SECURITY_ERROR = 5

_CID = re.compile(r"\(cid:(\d+)\)")

FIRST_PRINTING_CODE = 32
"""Codes below the blank are controls in every single-byte encoding."""

X_TOLERANCE_SHARE = 0.15
"""A gap of this share of the type size parts two words: a blank is 0.25 to 0.6 of it in any text
face, kerning and rounding less than 0.1."""

Y_TOLERANCE_POINTS = 2.0
"""Characters whose tops differ by less stand on one row: layers made by OCR wobble by a point."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnShape:
    """A rectangle or line drawn by the PDF itself, as the reader sees it.

    `darkness` is 0 for white and 1 for black; `is_filled` is False for an outline.
    """

    box: Box
    is_filled: bool
    darkness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedText:
    """The text layer of a page: words with boxes in points as seen, and the shapes drawn."""

    words: tuple[Word, ...]
    shapes: tuple[DrawnShape, ...]


class PdfPage:
    """One opened page: looks at it, takes its image or draws it. Made by `open_page`."""

    def __init__(self, page: pypdfium2.PdfPage, label: str) -> None:
        self._page = page
        self._label = label
        self.width, self.height = (float(v) for v in page.get_size())

    def facts(self) -> PageFacts:
        """Return what routing needs to know, without decoding an image."""
        with _LOCK:
            textpage = self._page.get_textpage()
            text = str(textpage.get_text_range()) if textpage.count_chars() > 0 else ""
            # PDFium marks a hyphen at a line's end with a code of its own.
            text = text.replace("\ufffe", "-")
            shares = [0.0]
            has_drawing = False
            for item in self._page.get_objects():
                if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
                    shares.append(self._share(item.get_bounds()) if item.level == 0 else 1.0)
                has_drawing |= item.type != pdfium.FPDF_PAGEOBJ_TEXT
        return PageFacts(text=text, image_share=min(1.0, max(shares)), has_drawing=has_drawing)

    def raster(self) -> Raster:
        """Return the page as gray pixels: its own image where it has just one, else a drawing.

        Raises:
            PageTooLarge: the image or the drawing has more than `MAX_IMAGE_PIXELS`.
            UnreadablePage: PDFium cannot decode it.
        """
        with _LOCK:
            try:
                image = self._only_image()
                if image is not None:
                    raster = self._native(image)
                    if self._agrees_with_drawing(raster):
                        return raster
                return self._drawn()
            except pypdfium2.PdfiumError as error:
                raise self._undecodable(error) from error

    def drawing(self, dpi: float) -> Gray:
        """Return the page as PDFium draws it, in gray.

        Raises:
            UnreadablePage: PDFium cannot draw it.
        """
        with _LOCK:
            try:
                return self._draw(dpi)
            except pypdfium2.PdfiumError as error:
                raise self._undecodable(error) from error

    def _undecodable(self, error: Exception) -> UnreadablePage:
        """Return our error for a page whose content PDFium refuses."""
        return UnreadablePage(
            f"{self._label} cannot be decoded ({error}); the file is damaged there: "
            "get another copy, or accept the document without it"
        )

    def _share(self, bounds: tuple[float, float, float, float]) -> float:
        """Return the share of the page's area under bounds given in the page's user space."""
        box = map_box(self._to_display(), *bounds)
        page = Box(x0=0.0, top=0.0, x1=self.width, bottom=self.height)
        return box.overlap(page) / max(self.width * self.height, 1.0)

    def _to_display(self) -> Affine:
        """Return the map from the page's user space to points from the top left as seen."""
        left, bottom, right, top = self._page.get_bbox()
        turned = self._page.get_rotation()
        if turned == 90:
            return affine(0, 1, -bottom, 1, 0, -left)
        if turned == 180:
            return affine(-1, 0, right, 0, 1, -bottom)
        if turned == 270:
            return affine(0, -1, top, -1, 0, right)
        return affine(1, 0, -left, 0, -1, top)

    def _only_image(self) -> Any | None:
        """Return the image that is all there is to see on the page, or None."""
        only = None
        for item in self._page.get_objects():
            if item.type == pdfium.FPDF_PAGEOBJ_TEXT:
                mode = pdfium.FPDFTextObj_GetTextRenderMode(item)
                if mode != pdfium.FPDF_TEXTRENDERMODE_INVISIBLE:
                    return None
            elif item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
                if self._share(item.get_bounds()) < TINY_SHARE:
                    continue
                if only is not None or item.level > 0:
                    return None
                only = item
            elif item.type != pdfium.FPDF_PAGEOBJ_FORM:
                return None
        if only is None or self._share(only.get_bounds()) < COVERING_SHARE:
            return None
        return only

    def _native(self, image: Any) -> Raster:
        """Return an image object's own pixels with their place on the page."""
        columns, rows = image.get_px_size()
        self._check_size(columns, rows)
        pixels = _to_gray(image.get_bitmap().to_numpy())
        rows, columns = pixels.shape
        a, b, c, d, e, f = image.get_matrix().get()
        # An image fills the unit square of its own space, first row of pixels at the top.
        unit = affine(1 / columns, 0, 0, 0, -1 / rows, 1)
        placed = compose(affine(a, c, e, b, d, f), unit)
        return Raster(
            pixels=pixels,
            to_page=compose(self._to_display(), placed),
            page_width=self.width,
            page_height=self.height,
        )

    def _drawn(self) -> Raster:
        """Return the page drawn at `RENDER_DPI`, or less where that would be too large."""
        inches = self.width * self.height / POINTS_PER_INCH**2
        dpi = min(RENDER_DPI, float(np.sqrt(MAX_IMAGE_PIXELS / max(inches, 1e-6))))
        if dpi < MIN_RENDER_DPI:
            self._check_size(
                round(self.width / POINTS_PER_INCH * MIN_RENDER_DPI),
                round(self.height / POINTS_PER_INCH * MIN_RENDER_DPI),
            )
        pixels = self._draw(dpi)
        rows, columns = pixels.shape
        return Raster(
            pixels=pixels,
            to_page=affine(self.width / columns, 0, 0, 0, self.height / rows, 0),
            page_width=self.width,
            page_height=self.height,
        )

    def _draw(self, dpi: float) -> Gray:
        """Return PDFium's drawing of the page."""
        bitmap = self._page.render(scale=dpi / POINTS_PER_INCH, grayscale=True)
        return _to_gray(bitmap.to_numpy())

    def _agrees_with_drawing(self, raster: Raster) -> bool:
        """Return whether an image looks as the page is drawn: no mask, clip or Decode forgotten."""
        drawn = self._draw(CHECK_DPI)
        rows, columns = drawn.shape
        to_check = affine(columns / self.width, 0, 0, 0, rows / self.height, 0)
        placed = compose(to_check, raster.to_page)
        shrink = max(1, int(1 / scale_of(placed)))
        small = cv2.resize(
            raster.pixels,
            (raster.pixels.shape[1] // shrink, raster.pixels.shape[0] // shrink),
            interpolation=cv2.INTER_AREA,
        )
        grow = affine(
            raster.pixels.shape[1] / small.shape[1],
            0,
            0,
            0,
            raster.pixels.shape[0] / small.shape[0],
            0,
        )
        seen = cv2.warpAffine(
            small, compose(placed, grow), (columns, rows), flags=cv2.INTER_LINEAR, borderValue=255
        )
        return float(np.mean(cv2.absdiff(seen, drawn))) <= MAX_CHECK_DIFFERENCE

    def _check_size(self, columns: int, rows: int) -> None:
        """Raise when an image would not fit into a worker's memory."""
        if columns * rows > MAX_IMAGE_PIXELS:
            raise PageTooLarge(
                f"{self._label} is {columns} x {rows} pixels, over the limit of "
                f"{MAX_IMAGE_PIXELS:,}; scan or save it again at 300 to 600 dpi"
            )


@contextmanager
def open_pdf(path: Path) -> Iterator[pypdfium2.PdfDocument]:
    """Open a PDF that has at least one page; for this module and its callers' `with` only.

    Raises:
        UnreadableFile, NotAPdf, EncryptedPdf, NoPages: each says what to do.
    """
    name = printable(path.name)
    _check_header(path, name)
    with _LOCK:
        # PDFium refuses a PDF without pages but gives no reason: it leaves the error of whatever
        # failed before. So one that cannot be this file's, which was just read, is put there.
        pdfium.FPDF_LoadDocument(b"", None)
        try:
            document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError as error:
            raise _opening_error(name, error) from error
    try:
        with _LOCK:
            if len(document) == 0:
                raise NoPages(f"{name} is a PDF without pages; get another copy of the release")
        yield document
    finally:
        with _LOCK:
            document.close()


@contextmanager
def open_page(path: Path, page_no: int) -> Iterator[PdfPage]:
    """Open one page of a PDF, 1-based.

    Raises:
        UnreadablePage: there is no such page or it cannot be loaded; and all of `open_pdf`.
    """
    label = f"page {page_no} of {printable(path.name)}"
    with open_pdf(path) as document:
        with _LOCK:
            if not 1 <= page_no <= len(document):
                raise UnreadablePage(f"{label} does not exist: the PDF has {len(document)} pages")
            try:
                page = document[page_no - 1]
            except pypdfium2.PdfiumError as error:
                raise UnreadablePage(
                    f"{label} cannot be loaded ({error}); the file is damaged or cut short there: "
                    "get another copy"
                ) from error
        try:
            yield PdfPage(page, label)
        finally:
            with _LOCK:
                page.close()


def count_pages(path: Path) -> int:
    """Return how many pages a PDF has; raises what `open_pdf` raises."""
    with open_pdf(path) as document, _LOCK:
        return len(document)


def read_embedded(path: Path, page_no: int) -> EmbeddedText:
    """Return the words and drawn shapes of a page's text layer through pdfplumber.

    Raises:
        UnreadablePage: pdfplumber cannot interpret the page.
    """
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with pdfplumber.open(path, pages=[page_no]) as document:
            page = document.pages[0]
            place = _Placement(page)
            words = extract_words(
                [char for char in map(_readable, page.chars) if char["text"]],
                x_tolerance_ratio=X_TOLERANCE_SHARE,
                y_tolerance=Y_TOLERANCE_POINTS,
                keep_blank_chars=False,
                use_text_flow=False,
            )
            return EmbeddedText(
                words=tuple(place.word(word) for word in words if place.is_seen(word)),
                shapes=tuple(
                    place.shape(item) for item in (*page.rects, *page.lines) if place.is_seen(item)
                ),
            )
    except (PDFException, PdfminerException) as error:
        raise UnreadablePage(
            f"page {page_no} of {printable(path.name)}: its text layer cannot be interpreted "
            f"({error}); get another copy"
        ) from error


def _readable(char: dict[str, Any]) -> dict[str, Any]:
    """Return a pdfplumber character whose text can be shown.

    pdfminer writes a glyph without a Unicode meaning as `(cid:9)`. Control codes print nothing (the
    review lines of NARA's 1979 prints are full of tabs); what does print is kept as U+FFFD.
    """
    unmapped = _CID.fullmatch(char["text"])
    if not unmapped:
        return char
    return {**char, "text": "" if int(unmapped[1]) < FIRST_PRINTING_CODE else "\ufffd"}


class _Placement:
    """Moves pdfplumber's coordinates (top left of the media box) to the page as seen (crop box)."""

    def __init__(self, page: Any) -> None:
        media, crop = page.mediabox, page.cropbox
        self._left = max(media[0], min(crop[0], crop[2]))
        self._top = max(media[1], min(crop[1], crop[3]))
        self._right = min(media[2], max(crop[0], crop[2]))
        self._bottom = min(media[3], max(crop[1], crop[3]))

    def is_seen(self, item: dict[str, Any]) -> bool:
        """Return whether an item's middle is inside the crop box: the rest is never printed."""
        x, y = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
        return bool(self._left <= x <= self._right and self._top <= y <= self._bottom)

    def box(self, item: dict[str, Any]) -> Box:
        """Return an item's box in points from the top left as seen."""
        return rounded_box(
            float(item["x0"]) - self._left,
            float(item["top"]) - self._top,
            float(item["x1"]) - self._left,
            float(item["bottom"]) - self._top,
        )

    def word(self, item: dict[str, Any]) -> Word:
        """Return a pdfplumber word as ours; an embedded word has no confidence."""
        return Word(text=str(item["text"]), box=self.box(item))

    def shape(self, item: dict[str, Any]) -> DrawnShape:
        """Return a pdfplumber rectangle or line as ours."""
        is_filled = bool(item.get("fill")) and item["object_type"] == "rect"
        color = item.get("non_stroking_color") if is_filled else item.get("stroking_color")
        return DrawnShape(box=self.box(item), is_filled=is_filled, darkness=_darkness(color))


def _darkness(color: object) -> float:
    """Return 0 for white to 1 for black for a PDF color of 1 (gray), 3 (RGB) or 4 (CMYK) parts.

    No color given means the graphics state's first one, black. Patterns count as black: they cover.
    """
    parts = color if isinstance(color, (tuple, list)) else [0.0 if color is None else color]
    numbers = [float(part) for part in parts if isinstance(part, (int, float))]
    if len(numbers) == 4:
        return min(1.0, max(numbers[:3]) + numbers[3])
    return 1.0 - sum(numbers) / len(numbers) if numbers else 1.0


def _to_gray(array: Any) -> Gray:
    """Return a copy of a bitmap (gray, BGR or BGRA) as gray; PDFium's buffer ends with it."""
    if array.ndim == 3 and array.shape[2] == 1:
        array = array[:, :, 0]
    if array.ndim == 2:
        return np.array(array, dtype=np.uint8)
    code = cv2.COLOR_BGRA2GRAY if array.shape[2] == 4 else cv2.COLOR_BGR2GRAY
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(array), code), dtype=np.uint8)


def _check_header(path: Path, name: str) -> None:
    """Raise when the file cannot be read, is empty, or does not begin as a PDF."""
    try:
        with path.open("rb") as stream:
            head = stream.read(HEADER_BYTES)
    except OSError as error:
        raise UnreadableFile(
            f"{name} cannot be read ({error.strerror}); "
            "check its permissions, or copy it again from where it came from"
        ) from error
    if not head:
        raise NotAPdf(f"{name} is empty (zero bytes); copy or download it again")
    if b"%PDF-" not in head:
        raise NotAPdf(
            f"{name} is not a PDF: it does not begin with %PDF-; "
            "if it is a web page or an image, get the PDF itself"
        )


def _opening_error(name: str, error: pypdfium2.PdfiumError) -> EncryptedPdf | NoPages | NotAPdf:
    """Return our error for PDFium's refusal to open a file."""
    if error.err_code == _PDFIUM_FILE_ERROR:
        return NoPages(f"{name} is a PDF without pages; get another copy of the release")
    if error.err_code in (_PDFIUM_PASSWORD_ERROR, _PDFIUM_SECURITY_ERROR):
        return EncryptedPdf(
            f"{name} asks for a password; save it without one (a PDF tool's `decrypt`) "
            "and ingest that copy"
        )
    return NotAPdf(
        f"{name} begins as a PDF but cannot be opened: it is cut short or damaged; "
        "copy or download it again"
    )
