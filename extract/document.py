"""A file to its pages: opens, routes, reads, and hands back `Page`.

The functions here are top-level and take plain values, so that they run in a process pool.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from extract import pdf
from extract.components import tighten
from extract.engines import engine_for
from extract.geometry import map_box_centred
from extract.image import POINTS_PER_INCH, prepare
from extract.lines import read_lines
from extract.marks import find_drawn_marks, share_of
from extract.page import Mark, Page, TextLine, TextSource
from extract.route import Route, choose_route
from extract.second_look import read_again
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
        route = choose_route(page.facts())
        if route.source is TextSource.NONE:
            return dataclasses.replace(empty, route_reason=route.reason)
        if route.source is TextSource.EMBEDDED:
            return _embedded(path, empty, route)
        return _scanned(page, empty, route, settings)


def _embedded(path: Path, empty: Page, route: Route) -> Page:
    """Return a page with the words of its text layer."""
    embedded = pdf.read_embedded(path, empty.page_no)
    marks = find_drawn_marks(
        ((shape.box, shape.is_filled, shape.darkness) for shape in embedded.shapes),
        [word.box for word in embedded.words],
    )
    return dataclasses.replace(
        empty,
        source=TextSource.EMBEDDED,
        engine=pdf.ENGINE,
        route_reason=route.reason,
        lines=read_lines(embedded.words, marks, empty.page_no),
        marks=tuple(marks),
        redacted_share=share_of(marks, empty.width, empty.height),
    )


def _scanned(page: pdf.PdfPage, empty: Page, route: Route, settings: ExtractSettings) -> Page:
    """Return a page with the words an OCR engine reads in its picture."""
    prepared = prepare(page.raster())
    engine = engine_for(settings)
    words = engine.read(prepared.pixels, prepared.dpi, settings)
    words = tighten(words, prepared.pixels, prepared.dpi / POINTS_PER_INCH)
    words += read_again(prepared, words, engine, settings)
    lines = read_lines((*words, *prepared.dashes), prepared.marks, empty.page_no)
    marks = tuple(
        Mark(kind=mark.kind, box=map_box_centred(prepared.to_page, mark.box))
        for mark in prepared.marks
    )
    return dataclasses.replace(
        empty,
        source=TextSource.OCR,
        engine=engine.version(settings),
        route_reason=route.reason,
        lines=tuple(_placed(line, prepared.to_page) for line in lines),
        marks=marks,
        skew_degrees=prepared.skew_degrees,
        redacted_share=share_of(marks, empty.width, empty.height),
    )


def _placed(line: TextLine, to_page: np.ndarray) -> TextLine:
    """Return a line of the straight page with its words where they stand on the page."""
    return dataclasses.replace(
        line,
        words=tuple(
            dataclasses.replace(word, box=map_box_centred(to_page, word.box)) for word in line.words
        ),
    )
