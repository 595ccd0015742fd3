"""From a page's pixels to the straight, clean picture an OCR engine is given.

Knows images only. `prepare` does, in this order: turn upright, make a negative positive and pale
print dark, find solid black areas (they wreck layout analysis; and they are the redactions), take
them out, measure the tilt, then deskew and rescale in one warp, even out the paper, and take out
frames, rules and dust. What was taken out comes back as marks.

Two spaces of points meet here: the *page* as the reader sees it, and the *straight* page, which is
the page turned by its tilt, and by quarter turns where it was laid in wrongly, so that lines of
type run level. Words are read and put into lines on the straight page and moved back at the end
with `Prepared.to_page`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import cv2
import numpy as np

from extract.geometry import Affine, affine, compose, invert, map_box_centred, scale_of
from extract.ink.areas import find_tones
from extract.ink.dust import sweep
from extract.ink.outlines import find_outlines
from extract.ink.paper import (
    contrast_gain,
    divide_out,
    even_paper,
    find_shading,
    is_negative,
    paper_of,
    with_contrast,
)
from extract.ink.pieces import Pieces
from extract.ink.solids import find_solids
from extract.ink.tilt import find_skew, straight_page
from extract.page import Box, Mark, MarkKind, Word
from extract.raster import POINTS_PER_INCH, Gray, Raster, quarter_turns, shrink, turn_upright

cv2.setNumThreads(1)
# One thread per process, as for the engine: pages run in parallel anyway, and OpenCV's own threads
# take a quarter more CPU for the same picture.

ANALYSIS_DPI = 100.0
"""Solid areas and tilt are found at this resolution: a stroke of type is still 2 pixels wide, and
a page has 0.9 million pixels instead of 8."""

OCR_DPI = 200.0
"""What the engine is given. Its network scales every line to 36 pixels of height: typewriter type
is 28 to 33 high at 200 dpi, so more pixels cost time and add nothing."""

BLUR_SHARE = 0.7
"""Standard deviation of the blur in pixels of the result: takes dither and the steps of 1-bit scans
out, which the engine's network reads as texture, and keeps strokes (3 pixels) apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A page ready for OCR.

    Attributes:
        pixels: Straight, clean, gray; black on white.
        dpi: Its resolution.
        pieces: The connected pieces of ink in it.
        to_page: Map from points on the straight page to points on the page.
        skew_degrees: The tilt that was taken out, counter-clockwise positive.
        turned_degrees: The quarter turns that were taken out, clockwise: 0, 90, 180 or 270.
        contrast: How much the contrast of pale print was raised; 1 where it was dark enough.
        marks: Redactions, frames, rules and pictures, in points on the straight page.
        dashes: Rows of dashes, counted and taken out, in points on the straight page.
        strikes: Lines through words, taken out too, in points on the straight page.
    """

    pixels: Gray
    dpi: float
    pieces: Pieces
    to_page: Affine
    skew_degrees: float = 0.0
    turned_degrees: int = 0
    contrast: float = 1.0
    marks: tuple[Mark, ...] = ()
    dashes: tuple[Word, ...] = ()
    strikes: tuple[Box, ...] = ()

    @property
    def scale(self) -> float:
        """Its pixels a point."""
        return self.dpi / POINTS_PER_INCH

    @property
    def has_type(self) -> bool:
        """Whether there is any ink of the size of type: else it is a blank page."""
        return bool(self.pieces.are_type(self.scale).any())


def prepare(raster: Raster, turned_degrees: int = 0, dpi: float = OCR_DPI) -> Prepared:
    """Return a page's picture for the engine, with what was taken out of it as marks.

    Args:
        raster: The page as it lies in the file.
        turned_degrees: How it must be turned clockwise for its lines to run level, in quarters.
        dpi: The resolution to give it.
    """
    turn, width, height = quarter_turns(turned_degrees, raster.page_width, raster.page_height)
    upright = turn_upright(
        replace(raster, to_page=compose(turn, raster.to_page), page_width=width, page_height=height)
    )
    small = shrink(upright, ANALYSIS_DPI)
    if is_negative(small.pixels, ANALYSIS_DPI / POINTS_PER_INCH):
        upright, small = (replace(one, pixels=255 - one.pixels) for one in (upright, small))
    upright, small = _out_of_shade(upright, small)
    toned = small
    upright, small, contrast = _darkened(upright, small)
    solids = find_solids(small.pixels, ANALYSIS_DPI / POINTS_PER_INCH)
    # As scanned: with more contrast the shadows of the paper are tones.
    tones = find_tones(toned.pixels, ANALYSIS_DPI / POINTS_PER_INCH, solids)
    pixels = _without(upright.pixels, solids.mask, paper_of(small.pixels))
    skew = find_skew(_without(small.pixels, solids.mask, 255))
    to_straight, straight_width, straight_height = straight_page(skew, width, height)
    scale = dpi / POINTS_PER_INCH
    clean = warp(
        pixels, compose(to_straight, upright.to_page), straight_width, straight_height, dpi
    )
    outlines = find_outlines(even_paper(clean, dpi), scale)
    swept = sweep(outlines.pixels, scale)
    small_to_straight = compose(to_straight, small.to_page)
    pictures = _marks(MarkKind.PICTURE, tones, small_to_straight)
    return Prepared(
        pixels=swept.pixels,
        dpi=dpi,
        pieces=swept.pieces,
        to_page=invert(compose(to_straight, turn)),
        skew_degrees=skew,
        turned_degrees=turned_degrees,
        contrast=contrast,
        marks=(
            *_marks(MarkKind.REDACTION, solids.redactions, small_to_straight),
            *(mark for mark in outlines.marks if not _is_within(mark, pictures)),
            *pictures,
        ),
        dashes=swept.dashes,
        strikes=outlines.strikes,
    )


def _out_of_shade(upright: Raster, small: Raster) -> tuple[Raster, Raster]:
    """Return a page, and the same at `ANALYSIS_DPI`, with its paper made white if it is shaded."""
    shading = find_shading(small.pixels, ANALYSIS_DPI)
    if shading is None:
        return upright, small
    light = [replace(one, pixels=divide_out(shading, one.pixels)) for one in (upright, small)]
    return light[0], light[1]


def _darkened(upright: Raster, small: Raster) -> tuple[Raster, Raster, float]:
    """Return a page, and the same at `ANALYSIS_DPI`, with pale print made dark.

    Also how much its contrast was raised, 1 where that was not needed.
    """
    paper = paper_of(small.pixels)
    gain = contrast_gain(upright.pixels, paper)
    if gain == 1:
        return upright, small, gain
    dark = [replace(one, pixels=with_contrast(one.pixels, paper, gain)) for one in (upright, small)]
    return dark[0], dark[1], gain


def warp(pixels: Gray, to_straight: Affine, width: float, height: float, dpi: float) -> Gray:
    """Return pixels moved onto a straight page of `width` x `height` points at `dpi`."""
    factor = dpi / POINTS_PER_INCH
    to_canvas = compose(affine(factor, 0, 0, 0, factor, 0), to_straight)
    sigma = BLUR_SHARE / max(scale_of(to_canvas), 1e-6)
    blurred = cv2.GaussianBlur(pixels, (0, 0), sigma) if sigma >= 0.3 else pixels
    size = (round(width * factor), round(height * factor))
    # OpenCV counts from the middle of the first pixel, this module from its corner.
    half = affine(1, 0, -0.5, 0, 1, -0.5)
    matrix = compose(compose(half, to_canvas), invert(half))
    return np.asarray(
        cv2.warpAffine(
            blurred,
            matrix,
            size,
            flags=cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=paper_of(pixels[::4, ::4]),
        ),
        dtype=np.uint8,
    )


def _without(pixels: Gray, mask: Gray, paper: int) -> Gray:
    """Return a copy of the pixels with the masked areas painted as paper."""
    if not mask.any():
        return pixels
    rows, columns = pixels.shape
    full = cv2.resize(mask, (columns, rows), interpolation=cv2.INTER_NEAREST)
    cleaned = pixels.copy()
    cleaned[full > 0] = paper
    return cleaned


def _is_within(mark: Mark, pictures: Iterable[Mark]) -> bool:
    """Return whether a line or a box found is part of a picture."""
    return any(picture.box.holds_middle_of(mark.box) for picture in pictures)


def _marks(kind: MarkKind, boxes: Iterable[Box], to_straight: Affine) -> tuple[Mark, ...]:
    """Return boxes of pixels as marks in points on the straight page."""
    return tuple(Mark(kind=kind, box=map_box_centred(to_straight, box)) for box in boxes)
