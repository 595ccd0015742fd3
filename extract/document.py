"""A file to its pages: opens, routes, reads, and hands back `Page`.

The functions here are top-level and take plain values, so that they run in a process pool.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path

from extract import pdf
from extract.components import covered_share
from extract.embedded import ENGINE, EmbeddedText, read_embedded
from extract.image import ANALYSIS_DPI
from extract.lines import read_lines
from extract.marks import find_drawn_marks, share_of, with_strikes
from extract.page import Page, TextSource
from extract.route import Route, choose_route, needs_ink
from extract.scanned import read_scanned
from extract.settings import ExtractSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfFacts:
    """What is known of a PDF before its pages are read."""

    page_count: int


def open_document(path: Path) -> PdfFacts:
    """Open a PDF to see that it can be read.

    Raises:
        UnreadableFile, NotAPdf, EncryptedPdf, NoPages: each says what to do.
    """
    return PdfFacts(page_count=pdf.count_pages(path))


def extract_page(path: Path, document_id: str, page_no: int, settings: ExtractSettings) -> Page:
    """Return one page of a PDF, 1-based, with its words placed and put into lines.

    Raises:
        UnreadablePage, PageTooLarge, OcrCrashed, OcrTimedOut, MissingTool, MissingLanguage, and
        what `open_document` raises.
    """
    with pdf.open_page(path, page_no) as page:
        empty = Page(
            document_id=document_id,
            page_no=page_no,
            width=round(page.width, 2),
            height=round(page.height, 2),
            source=TextSource.NONE,
            engine=None,
            route_reason="",
        )
        facts = page.facts()
        route = choose_route(facts)
        if route.source is TextSource.NONE:
            return dataclasses.replace(empty, route_reason=route.reason)
        if route.source is TextSource.EMBEDDED:
            embedded = read_embedded(path, page_no)
            route = choose_route(facts, _ink_under(page, embedded) if needs_ink(facts) else None)
            if route.source is TextSource.EMBEDDED:
                return _embedded(embedded, empty, route)
        return read_scanned(page.raster(), empty, route, settings)


def _ink_under(page: pdf.PdfPage, embedded: EmbeddedText) -> float:
    """Return the share of the page's drawn type that lies under the words of its layer."""
    pixels = page.drawing(ANALYSIS_DPI)
    scale = pixels.shape[1] / page.width
    return covered_share(pixels, scale, [word.box for word in embedded.words])


def _embedded(embedded: EmbeddedText, empty: Page, route: Route) -> Page:
    """Return a page with the words of its text layer."""
    marks = find_drawn_marks(
        ((shape.box, shape.is_filled, shape.darkness) for shape in embedded.shapes),
        [word.box for word in embedded.words],
    )
    words = with_strikes(embedded.words, [shape.box for shape in embedded.shapes])
    return dataclasses.replace(
        empty,
        source=TextSource.EMBEDDED,
        engine=ENGINE,
        route_reason=route.reason,
        lines=read_lines(words, marks, empty.page_no),
        marks=tuple(marks),
        redacted_share=share_of(marks, empty.width, empty.height),
    )
