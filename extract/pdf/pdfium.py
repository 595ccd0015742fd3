"""A page through PDFium: looked at, its text layer read, its image taken, or drawn.

Only this module, `opening`, and those beside it that it calls for parts of a page (`painted`,
`objects`, `paths`, `text`, `type`, `sight`) import pypdfium2; only `embedded` imports pdfplumber.
Those parts are called from here under the lock of `opening`.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from extract.errors import PageTooLarge, UnreadablePage
from extract.geometry import Affine, affine, compose, map_box, scale_of
from extract.marks import DrawnShape
from extract.page import Box
from extract.pdf.objects import PageObject, bounds_of, objects_of
from extract.pdf.opening import LOCK, open_pdf
from extract.pdf.painted import has_covering_notes, withdrawn_boxes
from extract.pdf.paths import read_shapes
from extract.pdf.sight import Sight, look
from extract.pdf.text import PdfText, read_text
from extract.raster import POINTS_PER_INCH, Gray, Raster, shrink_pixels
from extract.route import PageFacts
from extract.settings import PAGE_PIXELS
from extract.source import printable

PDFIUM = f"pdfium {pypdfium2.PDFIUM_INFO.build}"
"""Name and version, for `Page.engine`."""

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


class PdfPage:
    """One opened page: looks at it, takes its image or draws it. Made by `open_page`."""

    def __init__(self, page: pypdfium2.PdfPage, number: int, label: str, most_pixels: int) -> None:
        self._page = page
        self._number = number
        self._most_pixels = most_pixels
        self.label = label
        """The page and its file, for messages."""
        self.width, self.height = (float(v) for v in page.get_size())

    @cached_property
    def _textpage(self) -> Any:
        """PDFium's reading of the page's text; closed with the page."""
        return self._page.get_textpage()

    @cached_property
    def _objects(self) -> list[PageObject]:
        """What is drawn on the page, forms looked into."""
        return list(objects_of(self._page.raw))

    def facts(self) -> PageFacts:
        """Return what routing needs to know, without decoding an image."""
        with LOCK:
            has_text = self._textpage.count_chars() > 0
            text = str(self._textpage.get_text_range()) if has_text else ""
            # PDFium marks a hyphen at a line's end with a code of its own.
            text = text.replace("\ufffe", "-")
            shares = [0.0]
            has_drawing = False
            for item in self._objects:
                if item.kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                    shares.append(self._share(bounds_of(item.handle)) if item.level == 0 else 1.0)
                has_drawing |= item.kind != pdfium.FPDF_PAGEOBJ_TEXT
        return PageFacts(text=text, image_share=min(1.0, max(shares)), has_drawing=has_drawing)

    def text(self) -> PdfText:
        """Return the characters of its text layer as PDFium reads them, or why it should not."""
        with LOCK:
            return read_text(self._textpage.raw, self._objects, self._to_display())

    def shapes(self) -> tuple[DrawnShape, ...]:
        """Return the rectangles and lines it draws, as seen."""
        with LOCK:
            return read_shapes(self._page.pdf.raw, self._objects, self._to_display())

    def alone(self) -> bytes:
        """Return a PDF of this page and no other, as large as what is seen of it.

        Raises:
            UnreadablePage: PDFium cannot copy it.
        """
        with LOCK:
            copy, target = pypdfium2.PdfDocument.new(), io.BytesIO()
            try:
                copy.import_pages(self._page.pdf, [self._number - 1])
                copied = copy[0]
                copied.set_mediabox(*self._page.get_bbox())
                copied.set_cropbox(*self._page.get_bbox())
                copy.save(target)
            except pypdfium2.PdfiumError as error:
                raise self._undecodable(error) from error
            finally:
                copy.close()
            return target.getvalue()

    def raster(self) -> Raster:
        """Return the page as gray pixels: its own image where it has just one, else a drawing.

        Raises:
            PageTooLarge: its images or the drawing have more pixels than it may.
            UnreadablePage: PDFium cannot decode it.
        """
        with LOCK:
            try:
                self._check_images()
                image = self._only_image()
                if image is not None:
                    raster = self._native(image)
                    if self._agrees_with_drawing(raster):
                        return raster
                return self._drawn()
            except pypdfium2.PdfiumError as error:
                raise self._undecodable(error) from error

    def sight(self) -> Sight | None:
        """Return what a reader sees of the text layer, or None when nothing can hide any of it.

        Raises:
            UnreadablePage: PDFium cannot draw the page.
        """
        with LOCK:
            try:
                return look(self._page, self._objects, self._textpage, self._to_display())
            except pypdfium2.PdfiumError as error:
                raise self._undecodable(error) from error

    def drawing(self, dpi: float) -> Gray:
        """Return the page as PDFium draws it, in gray.

        Raises:
            PageTooLarge: its images have more pixels than it may.
            UnreadablePage: PDFium cannot draw it.
        """
        with LOCK:
            try:
                self._check_images()
                return self._draw(dpi)
            except pypdfium2.PdfiumError as error:
                raise self._undecodable(error) from error

    def _undecodable(self, error: Exception) -> UnreadablePage:
        """Return our error for a page whose content PDFium refuses."""
        return UnreadablePage(
            f"{self.label} cannot be decoded ({error}); the file is damaged there: "
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
        return None if has_covering_notes(self._page) else only

    def _native(self, image: Any) -> Raster:
        """Return an image object's own pixels with their place on the page."""
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
        dpi = min(RENDER_DPI, float(np.sqrt(self._most_pixels / max(inches, 1e-6))))
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
        """Return PDFium's drawing of the page, black where an annotation asks to take words out."""
        scale = dpi / POINTS_PER_INCH
        pixels = _to_gray(self._page.render(scale=scale, grayscale=True).to_numpy())
        for box in withdrawn_boxes(self._page, self._to_display()):
            left, top = max(0, round(box.x0 * scale)), max(0, round(box.top * scale))
            pixels[
                top : max(0, round(box.bottom * scale)), left : max(0, round(box.x1 * scale))
            ] = 0
        return pixels

    def _agrees_with_drawing(self, raster: Raster) -> bool:
        """Return whether an image looks as the page is drawn: no mask, clip or Decode forgotten."""
        drawn = self._draw(CHECK_DPI)
        rows, columns = drawn.shape
        to_check = affine(columns / self.width, 0, 0, 0, rows / self.height, 0)
        placed = compose(to_check, raster.to_page)
        small = shrink_pixels(raster.pixels, max(1, int(1 / scale_of(placed))))
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

    def _check_images(self) -> None:
        """Raise when the page's images together would not fit into a worker's memory.

        PDFium draws a page without the image that it got no memory for, and says nothing.
        """
        sizes = [
            item.get_px_size()
            for item in self._page.get_objects()
            if item.type == pdfium.FPDF_PAGEOBJ_IMAGE
        ]
        if len(sizes) == 1:
            self._check_size(*sizes[0])
        elif sum(columns * rows for columns, rows in sizes) > self._most_pixels:
            raise PageTooLarge(
                f"{self.label} has {len(sizes)} images with more than {self._most_pixels:,} pixels "
                "together; print it to a new PDF at 300 dpi, and ingest that"
            )

    def _check_size(self, columns: int, rows: int) -> None:
        """Raise when an image would not fit into a worker's memory."""
        if columns * rows > self._most_pixels:
            raise PageTooLarge(
                f"{self.label} is {columns} x {rows} pixels, over the limit of "
                f"{self._most_pixels:,}; scan or save it again at 300 to 600 dpi"
            )


@contextmanager
def open_page(path: Path, page_no: int, most_pixels: int = PAGE_PIXELS) -> Iterator[PdfPage]:
    """Open one page of a PDF, 1-based.

    Args:
        path: The PDF.
        page_no: The page.
        most_pixels: How many pixels its images, or its drawing, may have.

    Raises:
        UnreadablePage: there is no such page or it cannot be loaded; and all of `open_pdf`.
    """
    label = f"page {page_no} of {printable(path.name)}"
    with open_pdf(path) as document:
        with LOCK:
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
            yield PdfPage(page, page_no, label, most_pixels)
        finally:
            with LOCK:
                page.close()


def count_pages(path: Path) -> int:
    """Return how many pages a PDF has; raises what `open_pdf` raises."""
    with open_pdf(path) as document, LOCK:
        return len(document)


def _to_gray(array: Any) -> Gray:
    """Return a copy of a bitmap (gray, BGR or BGRA) as gray; PDFium's buffer ends with it."""
    if array.ndim == 3 and array.shape[2] == 1:
        array = array[:, :, 0]
    if array.ndim == 2:
        return np.array(array, dtype=np.uint8)
    code = cv2.COLOR_BGRA2GRAY if array.shape[2] == 4 else cv2.COLOR_BGR2GRAY
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(array), code), dtype=np.uint8)
