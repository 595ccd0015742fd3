"""A page's text layer: alone on a born-digital page, against the engine's reading over an image.

A layer over an image is somebody's reading of it, with mistakes of its own, so an engine reads the
image too and `extract.judge` compares the two. The other reading is kept. What is blacked out,
framed or struck out is told by the image, whichever reading wins.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from extract.beneath import part_layer, redactions_of
from extract.geometry import invert, map_box_centred
from extract.judge import compare, doubts_of, ink_read_share
from extract.lines import read_lines
from extract.marks import find_drawn_marks, redacted_share, unread_share, with_strikes
from extract.page import (
    UNREAD_KINDS,
    Box,
    HiddenText,
    Mark,
    OtherReading,
    Page,
    TextSource,
    Word,
)
from extract.pdf.embedded import EmbeddedText
from extract.raster import Raster
from extract.scans.scanned import Picture, read_picture, scanned_page
from extract.settings import ExtractSettings


def embedded_page(
    embedded: EmbeddedText,
    empty: Page,
    reason: str,
    seen: Sequence[Mark] = (),
    struck: Sequence[Box] = (),
    hidden: Sequence[HiddenText] = (),
) -> Page:
    """Return a page with the words of its text layer.

    Args:
        embedded: The layer, with the words that are seen.
        empty: The page without words.
        reason: Why the layer is read.
        seen: Marks found in the page's picture, and
        struck: lines found there that run through words.
        hidden: What the layer holds and the page does not show.
    """
    drawn = find_drawn_marks(embedded.shapes, [word.box for word in embedded.words])
    drawn += redactions_of(hidden, (*drawn, *seen))
    marks = (*drawn, *(mark for mark in seen if not any(_same(mark, own) for own in drawn)))
    lines = [*(shape.box for shape in embedded.shapes if shape.darkness > 0), *struck]
    return dataclasses.replace(
        empty,
        source=TextSource.EMBEDDED if embedded.words else TextSource.NONE,
        engine=embedded.engine if embedded.words else None,
        route_reason=reason if embedded.words else f"{reason}; a reader sees none of it",
        lines=read_lines(with_strikes(embedded.words, lines), marks, empty.page_no),
        marks=marks,
        redacted_share=redacted_share(marks, empty.width, empty.height),
        unread_share=unread_share(marks, empty.width, empty.height),
        hidden_text=tuple(hidden),
    )


def read_layered(
    raster: Raster,
    embedded: EmbeddedText,
    empty: Page,
    reason: str,
    flaw: str | None,
    settings: ExtractSettings,
) -> Page:
    """Return a page with the better of its layer's words and an engine's, and the other beside.

    Args:
        raster: Its picture.
        embedded: Its layer.
        empty: The page without words.
        reason: Why it is read twice.
        flaw: Why the layer cannot be the page's text, or None when it may be.
        settings: How to read.
    """
    picture = read_picture(raster, empty.page_no, settings)
    to_page = picture.prepared.to_page
    struck = [map_box_centred(to_page, line) for line in picture.prepared.strikes]
    straight = _on_straight_page(embedded.words, picture)
    shown = part_layer(embedded.words, straight, picture.prepared, picture.words)
    layer = embedded_page(
        dataclasses.replace(embedded, words=shown.words),
        empty,
        reason,
        picture.marks,
        struck,
        shown.hidden,
    )
    if flaw is not None:
        return _with_ocr(picture, empty, f"{reason}; OCR is kept: {flaw}", layer)
    if picture.engine is None:
        return _with_ocr(picture, empty, f"{reason}, printed nowhere", layer)
    verdict = compare(picture.prepared, shown.read, picture.words)
    reason = f"{reason}; {verdict.reason}"
    if not verdict.is_layer_better:
        return _with_ocr(picture, empty, reason, layer)
    ink = ink_read_share(picture.prepared, shown.read)
    return dataclasses.replace(
        layer,
        route_reason=reason,
        skew_degrees=picture.prepared.skew_degrees,
        turned_degrees=picture.prepared.turned_degrees,
        ink_read_share=ink,
        doubts=doubts_of(ink, shown.read),
        other_reading=OtherReading(
            source=TextSource.OCR, engine=picture.engine, lines=picture.lines
        ),
    )


def _with_ocr(picture: Picture, empty: Page, reason: str, layer: Page) -> Page:
    """Return the page with what was read in its picture, and what its layer shows beside."""
    beside = None
    if layer.engine is not None:
        beside = OtherReading(source=layer.source, engine=layer.engine, lines=layer.lines)
    return dataclasses.replace(
        scanned_page(picture, empty, reason),
        other_reading=beside,
        hidden_text=layer.hidden_text,
    )


def _same(seen: Mark, drawn: Mark) -> bool:
    """Return whether a mark of the picture is one the PDF draws over it."""
    return seen.kind not in UNREAD_KINDS and seen.box.overlap(drawn.box) > 0


def _on_straight_page(words: Sequence[Word], picture: Picture) -> list[Word]:
    """Return words of the page where they stand on the picture's straight page."""
    to_straight = invert(picture.prepared.to_page)
    return [dataclasses.replace(word, box=map_box_centred(to_straight, word.box)) for word in words]
