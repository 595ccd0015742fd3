"""From a page's pixels to the straight, clean picture an OCR engine is given.

Knows images only. `prepare` does, in this order: turn upright, find solid black areas (they wreck
layout analysis; and they are the redactions), take them out, measure the tilt, then deskew and
rescale in one warp, even out the paper, and take out frames and rules. What was taken out comes
back as marks.

Two spaces of points meet here: the *page* as the reader sees it, and the *straight* page, which is
the page turned by its tilt so that lines of type run level. Words are read and put into lines on
the straight page and moved back at the end with `Prepared.to_page`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extract.areas import find_tones
from extract.components import sweep
from extract.geometry import (
    Affine,
    affine,
    compose,
    invert,
    map_box_centred,
    map_points,
    scale_of,
)
from extract.outlines import find_outlines
from extract.page import Box, Mark, MarkKind, Word
from extract.solids import find_solids, paper_of

Gray = npt.NDArray[np.uint8]

cv2.setNumThreads(1)
# One thread per process, as for the engine: pages run in parallel anyway, and OpenCV's own threads
# take a quarter more CPU for the same picture.

POINTS_PER_INCH = 72.0

ANALYSIS_DPI = 100.0
"""Solid areas and tilt are found at this resolution: a stroke of type is still 2 pixels wide, and
a page has 0.9 million pixels instead of 8."""

OCR_DPI = 200.0
"""What the engine is given. Its network scales every line to 36 pixels of height: typewriter type
is 28 to 33 high at 200 dpi, so more pixels cost time and add nothing."""

BLUR_SHARE = 0.7
"""Standard deviation of the blur in pixels of the result: takes dither and the steps of 1-bit scans
out, which the engine's network reads as texture, and keeps strokes (3 pixels) apart."""

MAX_SKEW_DEGREES = 5.0
"""Sheet feeders and copiers tilt by up to 3 degrees; beyond 5 a page was laid in wrongly."""

MIN_SKEW_DEGREES = 0.05
"""A Letter line climbs half a pixel at 200 dpi at this tilt: not worth a word of it."""

_COARSE_STEP, _FINE_STEP = 0.25, 0.05
_SKEW_POINTS = 60_000
"""Ink pixels the tilt is measured on: a full page has about this many at 100 dpi."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Raster:
    """Gray pixels of a page and the map from pixels to points as the reader sees the page."""

    pixels: Gray
    to_page: Affine
    page_width: float
    page_height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A page ready for OCR.

    Attributes:
        pixels: Straight, clean, gray; black on white.
        dpi: Its resolution.
        to_page: Map from points on the straight page to points on the page.
        skew_degrees: The tilt that was taken out, counter-clockwise positive.
        marks: Redactions, frames, rules and pictures, in points on the straight page.
        dashes: Rows of dashes, counted and taken out, in points on the straight page.
        strikes: Lines through words, taken out too, in points on the straight page.
    """

    pixels: Gray
    dpi: float
    to_page: Affine
    skew_degrees: float
    marks: tuple[Mark, ...]
    dashes: tuple[Word, ...]
    strikes: tuple[Box, ...]


def prepare(raster: Raster, dpi: float = OCR_DPI) -> Prepared:
    """Return a page's picture for the engine, with what was taken out of it as marks."""
    upright = turn_upright(raster)
    small = shrink(upright, ANALYSIS_DPI)
    solids = find_solids(small.pixels, ANALYSIS_DPI / POINTS_PER_INCH)
    tones = find_tones(small.pixels, ANALYSIS_DPI / POINTS_PER_INCH, solids)
    pixels = _without(upright.pixels, solids.mask, paper_of(small.pixels))
    skew = find_skew(_without(small.pixels, solids.mask, 255))
    page_to_straight, width, height = straight_page(skew, raster.page_width, raster.page_height)
    clean = warp(pixels, compose(page_to_straight, upright.to_page), width, height, dpi)
    clean = even_paper(clean, dpi)
    outlines = find_outlines(clean, dpi / POINTS_PER_INCH)
    swept = sweep(outlines.pixels, dpi / POINTS_PER_INCH)
    small_to_straight = compose(page_to_straight, small.to_page)
    pictures = _marks(MarkKind.PICTURE, tones, small_to_straight)
    return Prepared(
        pixels=swept.pixels,
        dpi=dpi,
        to_page=invert(page_to_straight),
        skew_degrees=skew,
        marks=(
            *_marks(MarkKind.REDACTION, solids.redactions, small_to_straight),
            *(mark for mark in outlines.marks if not _is_within(mark, pictures)),
            *pictures,
        ),
        dashes=swept.dashes,
        strikes=outlines.strikes,
    )


def turn_upright(raster: Raster) -> Raster:
    """Return the raster with its rows running as the reader's lines run (quarter turns, flips)."""
    pixels, to_page = raster.pixels, raster.to_page
    if abs(to_page[0, 1]) > abs(to_page[0, 0]):
        pixels = np.ascontiguousarray(pixels.T)
        to_page = to_page[:, [1, 0, 2]]
    rows, columns = pixels.shape
    if to_page[0, 0] < 0:
        pixels = np.ascontiguousarray(pixels[:, ::-1])
        to_page = compose(to_page, affine(-1, 0, columns, 0, 1, 0))
    if to_page[1, 1] < 0:
        pixels = np.ascontiguousarray(pixels[::-1])
        to_page = compose(to_page, affine(1, 0, 0, 0, -1, rows))
    return Raster(
        pixels=pixels,
        to_page=to_page,
        page_width=raster.page_width,
        page_height=raster.page_height,
    )


def shrink(raster: Raster, dpi: float) -> Raster:
    """Return the raster at `dpi` or its own resolution, whichever is less."""
    rows, columns = raster.pixels.shape
    factor = min(1.0, scale_of(raster.to_page) * dpi / POINTS_PER_INCH)
    size = (max(1, round(columns * factor)), max(1, round(rows * factor)))
    pixels = cv2.resize(raster.pixels, size, interpolation=cv2.INTER_AREA)
    back = affine(columns / size[0], 0, 0, 0, rows / size[1], 0)
    return Raster(
        pixels=np.asarray(pixels, dtype=np.uint8),
        to_page=compose(raster.to_page, back),
        page_width=raster.page_width,
        page_height=raster.page_height,
    )


def find_skew(pixels: Gray) -> float:
    """Return the tilt of the lines of type in degrees, counter-clockwise positive.

    The tilt that makes the profile of ink per row steepest; 0 for a page with next to no ink.
    """
    ink = np.argwhere(pixels < paper_of(pixels) * 0.6)
    if len(ink) < 200:
        return 0.0
    step = max(1, len(ink) // _SKEW_POINTS)
    # Pixels are spread inside their row: on the bare grid a tilt of 0 would always look sharpest.
    spread = np.random.default_rng(0).random(len(ink[::step]))
    y, x = ink[::step, 0] + spread, ink[::step, 1].astype(np.float64)

    def steepness(degrees: float) -> float:
        rows = (y + x * np.tan(np.radians(degrees))).astype(np.int64)
        profile = np.bincount(rows - rows.min()).astype(np.float64)
        return float(np.sum(np.diff(profile) ** 2))

    coarse = np.arange(-MAX_SKEW_DEGREES, MAX_SKEW_DEGREES + _COARSE_STEP / 2, _COARSE_STEP)
    best = float(max(coarse, key=steepness))
    fine = np.arange(best - _COARSE_STEP, best + _COARSE_STEP + _FINE_STEP / 2, _FINE_STEP)
    best = round(float(max(fine, key=steepness)), 2)
    return best if abs(best) >= MIN_SKEW_DEGREES else 0.0


def straight_page(degrees: float, width: float, height: float) -> tuple[Affine, float, float]:
    """Return the map from page to straight page for a tilt, and the straight page's size.

    The straight page is large enough to hold all of the turned page.
    """
    angle = np.radians(degrees)
    cos, sin = float(np.cos(angle)), float(np.sin(angle))
    turn = affine(cos, -sin, 0, sin, cos, 0)
    corners = map_points(turn, ((0, 0), (width, 0), (0, height), (width, height)))
    low, high = corners.min(axis=0), corners.max(axis=0)
    shifted = affine(cos, -sin, -float(low[0]), sin, cos, -float(low[1]))
    return shifted, float(high[0] - low[0]), float(high[1] - low[1])


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


def even_paper(pixels: Gray, dpi: float) -> Gray:
    """Return the page with its paper made evenly white: shading and gray paper divided out."""
    coarse = cv2.resize(pixels, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    reach = max(3, round(dpi / 8 * 0.5) | 1)
    kernel = np.ones((reach, reach), np.uint8)
    paper = cv2.GaussianBlur(cv2.dilate(coarse, kernel), (0, 0), reach / 2)
    full = cv2.resize(paper, (pixels.shape[1], pixels.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(pixels, np.maximum(full, 64), scale=255.0), dtype=np.uint8)


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
