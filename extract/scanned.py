"""A picture of a page to its words: prepared, read by an OCR engine, and put into lines."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np

from extract.components import has_type, tighten
from extract.engines import engine_for
from extract.geometry import map_box_centred
from extract.image import POINTS_PER_INCH, Raster, prepare
from extract.lines import read_lines
from extract.marks import share_of, with_strikes
from extract.overprint import read_overprints
from extract.page import Mark, Page, TextLine, TextSource, Word
from extract.route import Route
from extract.second_look import read_again
from extract.settings import ExtractSettings


def read_scanned(raster: Raster, empty: Page, route: Route, settings: ExtractSettings) -> Page:
    """Return a page with the words an OCR engine reads in its picture."""
    prepared = prepare(raster)
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
    words = with_strikes(overprinted.words, prepared.strikes)
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


def _placed(line: TextLine, to_page: np.ndarray) -> TextLine:
    """Return a line of the straight page with its words where they stand on the page."""
    return dataclasses.replace(
        line,
        words=tuple(
            dataclasses.replace(word, box=map_box_centred(to_page, word.box)) for word in line.words
        ),
    )
