"""A page's picture before anything was done to it, and the ways it may lie: turned or mirrored.

Knows pixels and maps. `extract.pdf.pdfium` makes rasters, `extract.ink.image` prepares them for an
engine.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extract.geometry import Affine, affine, compose, scale_of

Gray = npt.NDArray[np.uint8]

POINTS_PER_INCH = 72.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Raster:
    """Gray pixels of a page and the map from pixels to points as the reader sees the page."""

    pixels: Gray
    to_page: Affine
    page_width: float
    page_height: float


def turn_upright(raster: Raster) -> Raster:
    """Return the raster with its rows running as the page's rows run (quarter turns, flips)."""
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


def quarter_turns(degrees: int, width: float, height: float) -> tuple[Affine, float, float]:
    """Return the map from a page to the page turned clockwise, and the turned page's size.

    Args:
        degrees: 0, 90, 180 or 270.
        width: The page's width in points.
        height: Its height.
    """
    if degrees == 0:
        return affine(1, 0, 0, 0, 1, 0), width, height
    if degrees == 90:
        return affine(0, -1, height, 1, 0, 0), height, width
    if degrees == 180:
        return affine(-1, 0, width, 0, -1, height), width, height
    return affine(0, 1, 0, -1, 0, width), height, width


def shrink_pixels(pixels: Gray, times: int) -> Gray:
    """Return pixels that are each the mean of `times` by `times`, one each way at the least."""
    rows, columns = pixels.shape
    size = (max(1, columns // times), max(1, rows // times))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


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
