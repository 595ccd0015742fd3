"""A file to its pages: opens, routes, reads, and hands back `Page`.

The functions here are top-level and take plain values, so that they run in a process pool.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path

from extract.beneath import hidden_text_of, is_picture_of_text
from extract.layered import embedded_page, read_layered
from extract.page import Page, TextSource
from extract.pdf import pdfium
from extract.pdf.embedded import read_embedded
from extract.route import (
    choose_route,
    find_layer_flaw,
    find_unmapped,
    is_layered,
    layer_reason,
    unusable,
)
from extract.scans.scanned import read_scanned
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
    return PdfFacts(page_count=pdfium.count_pages(path))


def extract_page(path: Path, document_id: str, page_no: int, settings: ExtractSettings) -> Page:
    """Return one page of a PDF, 1-based, with its words placed and put into lines.

    Raises:
        UnreadablePage, PageTooLarge, OcrCrashed, OcrTimedOut, MissingTool, MissingLanguage, and
        what `open_document` raises.
    """
    with pdfium.open_page(path, page_no, settings.page_pixels) as page:
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
        sight = None if is_layered(facts) else page.sight()
        if is_layered(facts) or is_picture_of_text(sight):
            layer = read_embedded(page)
            return read_layered(
                page.raster(),
                layer,
                empty,
                layer.noted(layer_reason(facts)),
                find_layer_flaw(layer.text),
                settings,
            )
        hidden = hidden_text_of(sight, page.width, page.height) if sight else ()
        route = choose_route(facts)
        if route.source is TextSource.NONE:
            return dataclasses.replace(empty, route_reason=route.reason)
        if route.source is TextSource.EMBEDDED:
            layer = read_embedded(page, sight)
            # PDFium shows letters without a meaning as their font's codes: only now is it known.
            flaw = find_unmapped(layer.text)
            if flaw is None:
                return embedded_page(layer, empty, layer.noted(route.reason), hidden=hidden)
            route = unusable(flaw)
        scanned = read_scanned(page.raster(), empty, route.reason, settings)
        return dataclasses.replace(scanned, hidden_text=hidden)
