"""A file to its pages: opens, routes, reads, and hands back `Page`.

The functions here are top-level and take plain values, so that they run in a process pool.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from extract import pdf
from extract.components import covered_share, has_type, tighten
from extract.embedded import ENGINE, EmbeddedText, read_embedded
from extract.engines import engine_for
from extract.geometry import map_box_centred
from extract.image import ANALYSIS_DPI, POINTS_PER_INCH, prepare
from extract.lines import read_lines
from extract.marks import find_drawn_marks, share_of, strikes
from extract.overprint import read_overprints
from extract.page import Box, Mark, Page, TextLine, TextSource, Word
from extract.route import Route, choose_route, needs_ink
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
        facts = page.facts()
        route = choose_route(facts)
        if route.source is TextSource.NONE:
            return dataclasses.replace(empty, route_reason=route.reason)
        if route.source is TextSource.EMBEDDED:
            embedded = read_embedded(path, page_no)
            route = choose_route(facts, _ink_under(page, embedded) if needs_ink(facts) else None)
            if route.source is TextSource.EMBEDDED:
                return _embedded(embedded, empty, route)
        return _scanned(page, empty, route, settings)


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
    words = _with_strikes(embedded.words, [shape.box for shape in embedded.shapes])
    return dataclasses.replace(
        empty,
        source=TextSource.EMBEDDED,
        engine=ENGINE,
        route_reason=route.reason,
        lines=read_lines(words, marks, empty.page_no),
        marks=tuple(marks),
        redacted_share=share_of(marks, empty.width, empty.height),
    )


def _scanned(page: pdf.PdfPage, empty: Page, route: Route, settings: ExtractSettings) -> Page:
    """Return a page with the words an OCR engine reads in its picture."""
    prepared = prepare(page.raster())
    scale = prepared.dpi / POINTS_PER_INCH
    marks = tuple(
        Mark(kind=mark.kind, box=map_box_centred(prepared.to_page, mark.box))
        for mark in prepared.marks
    )
    scanned = dataclasses.replace(
        empty,
        marks=marks,
        skew_degrees=prepared.skew_degrees,
        redacted_share=share_of(marks, empty.width, empty.height),
    )
    if not has_type(prepared.pixels, scale) and not prepared.dashes:
        reason = f"{route.reason}; nothing of the size of type in it"
        return dataclasses.replace(scanned, route_reason=reason)
    engine = engine_for(settings)
    words = engine.read(prepared.pixels, prepared.dpi, settings)
    words = tighten(words, prepared.pixels, scale)
    words += read_again(prepared, words, engine, settings)
    overprinted = read_overprints(prepared, words, engine, settings)
    words = _with_strikes(overprinted.words, prepared.strikes)
    # The frame of a stamp that was taken off holds the words of the line below, no block.
    around = [mark for mark in prepared.marks if not _surrounds(mark, overprinted.stamps)]
    lines = read_lines((*words, *prepared.dashes), around, empty.page_no, overprinted.stamps)
    return dataclasses.replace(
        scanned,
        source=TextSource.OCR,
        engine=engine.version(settings),
        route_reason=route.reason,
        lines=tuple(_placed(line, prepared.to_page) for line in lines),
    )


def _surrounds(mark: Mark, stamps: Sequence[Sequence[Word]]) -> bool:
    """Return whether a mark lies round the words of a stamp."""
    return any(mark.box.overlap(word.box) > 0 for stamp in stamps for word in stamp)


def _with_strikes(words: Sequence[Word], lines: Sequence[Box]) -> tuple[Word, ...]:
    """Return words, those marked that a line runs through."""
    return tuple(
        dataclasses.replace(word, is_struck=True)
        if any(strikes(line, word.box) for line in lines)
        else word
        for word in words
    )


def _placed(line: TextLine, to_page: np.ndarray) -> TextLine:
    """Return a line of the straight page with its words where they stand on the page."""
    return dataclasses.replace(
        line,
        words=tuple(
            dataclasses.replace(word, box=map_box_centred(to_page, word.box)) for word in line.words
        ),
    )
