"""A picture of a page to its words: prepared, read by an OCR engine, and put into lines."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from extract.engines import engine_for
from extract.geometry import map_box_centred
from extract.ink.areas import find_unread_ink
from extract.ink.image import Prepared
from extract.ink.letters import tighten
from extract.judge import doubts_of, ink_read_share
from extract.lines import read_lines
from extract.marks import redacted_share, unread_share, with_strikes
from extract.page import Box, Mark, MarkKind, Page, TextLine, TextSource, Word
from extract.raster import Raster
from extract.scans.overprint import read_overprints
from extract.scans.second_look import read_again
from extract.scans.upright import read_upright
from extract.settings import ExtractSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A page's picture and what an engine read in it.

    `words` and `unread`, the areas of ink that is no type, are on the straight page, `lines` where
    they stand on the page. `engine` is None when there was nothing of the size of type to read.
    """

    prepared: Prepared
    engine: str | None
    words: tuple[Word, ...] = ()
    lines: tuple[TextLine, ...] = ()
    unread: tuple[Box, ...] = ()

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks where they stand on the page."""
        pictures = [mark.box for mark in self.prepared.marks if mark.kind is MarkKind.PICTURE]
        unread = (
            Mark(kind=MarkKind.UNREAD, box=box)
            for box in self.unread
            if not any(picture.holds_middle_of(box) for picture in pictures)
        )
        return tuple(
            Mark(kind=mark.kind, box=map_box_centred(self.prepared.to_page, mark.box))
            for mark in (*self.prepared.marks, *unread)
        )


def read_scanned(raster: Raster, empty: Page, reason: str, settings: ExtractSettings) -> Page:
    """Return a page with the words an OCR engine reads in its picture."""
    return scanned_page(read_picture(raster, empty.page_no, settings), empty, reason)


def read_picture(raster: Raster, page_no: int, settings: ExtractSettings) -> Picture:
    """Return a page's picture, prepared, with the words an OCR engine reads in it."""
    engine = engine_for(settings)
    reading = read_upright(raster, engine, settings)
    prepared = reading.prepared
    if not prepared.has_type and not prepared.dashes:
        unread = find_unread_ink(prepared.pixels, prepared.scale, ())
        return Picture(prepared=prepared, engine=None, unread=unread)
    words = tighten(reading.words, prepared.pieces, prepared.scale)
    words += read_again(prepared, words, engine, settings)
    overprinted = read_overprints(prepared, words, engine, settings)
    words = with_strikes(overprinted.words, prepared.strikes)
    # The frame of a stamp that was taken off holds the words of the line below, no block.
    around = [mark for mark in prepared.marks if not _surrounds(mark, overprinted.stamps)]
    lines = read_lines((*words, *prepared.dashes), around, page_no, overprinted.stamps)
    words = (*words, *(word for stamp in overprinted.stamps for word in stamp))
    return Picture(
        prepared=prepared,
        engine=engine.version(settings),
        words=words,
        lines=tuple(_placed(line, prepared.to_page) for line in lines),
        unread=find_unread_ink(prepared.pixels, prepared.scale, words, prepared.dashes),
    )


def scanned_page(picture: Picture, empty: Page, reason: str) -> Page:
    """Return a page with what was read in its picture, and how far that can be trusted."""
    marks = picture.marks
    scanned = dataclasses.replace(
        empty,
        marks=marks,
        skew_degrees=picture.prepared.skew_degrees,
        turned_degrees=picture.prepared.turned_degrees,
        redacted_share=redacted_share(marks, empty.width, empty.height),
        unread_share=unread_share(marks, empty.width, empty.height),
    )
    if picture.engine is None:
        return dataclasses.replace(
            scanned, route_reason=f"{reason}; nothing of the size of type in it"
        )
    ink = ink_read_share(picture.prepared, picture.words)
    return dataclasses.replace(
        scanned,
        source=TextSource.OCR,
        engine=picture.engine,
        route_reason=reason,
        lines=picture.lines,
        ink_read_share=ink,
        doubts=doubts_of(ink, picture.words),
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
