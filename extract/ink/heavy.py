"""Heavy type on a page: rows of strokes thicker than the page's own, such as a stamp's.

Knows pixels and strokes, not what is printed; sizes are in points.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extract.geometry import Affine, affine, map_box
from extract.page import Box
from extract.raster import POINTS_PER_INCH, Gray

Mask = npt.NDArray[np.uint8]

UPSCALE = 2
"""A stroke of type is 2.6 pixels thick at 200 dpi, a stamp's 5: the opening needs finer steps."""

HEAVIER = 0.55
"""Points by which a stamp's strokes are thicker than the page's mean stroke (0.9 to 1.6 as prints
get worse). Bold 11 to 14 point type has strokes of 1.8; wear thickens both alike."""

MIN_PIECE, MAX_PIECE = 4.0, 18.0
"""Points: what an opening leaves of a stamp's letter is at least its stem; of type it leaves dots
where strokes join."""

LETTER_REACH, ROW_REACH = 9.0, 2.0
"""Points across and down over which pieces are one stamp: the space between its words, and tilt."""

MIN_STAMP_WIDTH, MAX_STAMP_HEIGHT, MAX_STAMP_TILT = 50.0, 20.0, 12.0
"""Points and degrees. A stamp of one row; a hand does not set it more askew."""

MIN_PIECES = 6
"""Pieces an opening leaves of two words at least."""

HALO = 3
"""Pixels of the upscaled picture round a stroke that are gray from blurring and smoothing."""

REST_HEIGHT = 4.0
"""Points: what is left of a stamp inside its own rectangle, thin bars of E and F, is lower."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A band of the page across its whole width, enlarged. `top` in points, `scale` pixels each."""

    pixels: Gray
    top: float
    scale: float

    @property
    def to_page(self) -> Affine:
        """The map from the window's pixels to points on the page."""
        return affine(1 / self.scale, 0, 0, 0, 1 / self.scale, self.top)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeavyRow:
    """Heavy strokes that make one row of type, in pixels of their window."""

    strokes: Mask
    centre: tuple[float, float]
    width: float
    height: float
    degrees: float

    def corners(self, margin: float) -> npt.NDArray[np.float32]:
        """Return the corners, shape (4, 2), of its rectangle with a margin, in pixels."""
        size = (self.width + 2 * margin, self.height + 2 * margin)
        return np.asarray(cv2.boxPoints((self.centre, size, self.degrees)), dtype=np.float32)


def usual_stroke(pixels: Gray) -> float:
    """Return the mean thickness of a page's strokes in pixels: twice its ink over its outlines."""
    ink = ink_of(pixels)
    contours, _ = cv2.findContours(ink, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    outline = sum(cv2.arcLength(contour, True) for contour in contours)
    return 2 * float(ink.sum()) / outline if outline else 1.0


def find_heavy_rows(window: Window, usual_inches: float) -> Iterator[HeavyRow]:
    """Give the rows of heavy type in a window; `usual_inches` is the page's mean stroke."""
    scale = window.scale
    thickness = usual_inches * POINTS_PER_INCH + HEAVIER
    size = max(3, round(thickness * scale))
    ink = ink_of(window.pixels)
    pieces = _pieces(ink, size, scale)
    reach = np.ones((round(ROW_REACH * scale), round(LETTER_REACH * scale)), np.uint8)
    count, rows, boxes, _ = cv2.connectedComponentsWithStats(cv2.dilate(pieces, reach))
    for index in range(1, count):
        x, y, w, h, _ = boxes[index]
        if w < MIN_STAMP_WIDTH * scale:
            continue
        place = (slice(y, y + h), slice(x, x + w))
        part = np.asarray(pieces[place] * (rows[place] == index), dtype=np.uint8)
        stamp = _row_of(part, place, ink, size, scale)
        if stamp is not None:
            yield stamp


def _pieces(ink: Mask, size: int, scale: float) -> Mask:
    """Return what is as thick as `size` pixels and no larger than the strokes of a letter."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(
        cv2.morphologyEx(ink, cv2.MORPH_OPEN, kernel)
    )
    sides = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1) / scale
    keep = (sides >= MIN_PIECE) & (sides <= MAX_PIECE)
    keep[0] = False
    return np.asarray(keep.astype(np.uint8)[labels], dtype=np.uint8)


def _row_of(
    part: Mask, place: tuple[slice, slice], ink: Mask, size: int, scale: float
) -> HeavyRow | None:
    """Return pieces as a stamp if they are many, in one row, and no more askew than a hand sets.

    Args:
        part: The pieces, cut out of their window: a dirty page has many, and a window is large.
        place: The rows and columns of the window they were cut from.
        ink: The window's ink.
        size: What pieces are as thick as, in pixels.
        scale: Pixels a point.
    """
    if cv2.connectedComponents(part)[0] - 1 < MIN_PIECES:
        return None
    corner = (int(place[1].start), int(place[0].start))
    contours, _ = cv2.findContours(part, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE, offset=corner)
    centre, (width, height), degrees = cv2.minAreaRect(np.concatenate(contours))
    if width < height:
        width, height, degrees = height, width, degrees - 90
    degrees = (degrees + 90) % 180 - 90
    if (
        width < MIN_STAMP_WIDTH * scale
        or height > MAX_STAMP_HEIGHT * scale
        or abs(degrees) > MAX_STAMP_TILT
    ):
        return None
    whole = np.zeros_like(ink)
    whole[place] = part
    grown = cv2.dilate(whole, np.ones((3, 3), np.uint8), iterations=size // 2)
    return HeavyRow(
        strokes=np.asarray(cv2.bitwise_and(grown, ink), dtype=np.uint8),
        centre=(float(centre[0]), float(centre[1])),
        width=float(width),
        height=float(height),
        degrees=float(degrees),
    )


def without(window: Window, stamp: HeavyRow) -> Gray:
    """Return the window without the stamp: its strokes, their gray edges, and what is left of it.

    Edges are taken only where no ink is, so that a stroke of type that runs on keeps its end.
    """
    ink = ink_of(window.pixels)
    halo = np.asarray(
        cv2.dilate(stamp.strokes, np.ones((3, 3), np.uint8), iterations=HALO), dtype=np.uint8
    )
    cleaned: Gray = window.pixels.copy()
    cleaned[(stamp.strokes > 0) | ((halo > 0) & (ink == 0))] = 255
    inside: Mask = np.zeros_like(ink)
    corners = np.round(stamp.corners(REST_HEIGHT / 2 * window.scale)).astype(np.int32)
    cv2.fillConvexPoly(inside, corners, 1)
    # With a pixel more all round, where nothing is inside: what is cut there is kept.
    left, top = np.maximum(corners.min(axis=0) - 1, 0)
    right, bottom = corners.max(axis=0) + 2
    near = (slice(int(top), int(bottom)), slice(int(left), int(right)))
    _take_rest(cleaned[near], halo[near], inside[near], REST_HEIGHT * window.scale)
    return cleaned


def _take_rest(cleaned: Gray, halo: Mask, inside: Mask, height: float) -> None:
    """Take out, in place, what is left of a stamp: low pieces at its edge, whole inside it."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink_of(cleaned))
    for index in range(1, count):
        x, y, w, h, _ = stats[index]
        own = labels[y : y + h, x : x + w] == index
        touches = halo[y : y + h, x : x + w][own].any()
        if h < height and touches and inside[y : y + h, x : x + w][own].all():
            cleaned[y : y + h, x : x + w][own] = 255


def box_on_page(corners: npt.NDArray[np.float32], window: Window) -> Box:
    """Return the upright box around corners given in a window's pixels, in points."""
    low, high = corners.min(axis=0), corners.max(axis=0)
    return map_box(window.to_page, float(low[0]), float(low[1]), float(high[0]), float(high[1]))


def ink_of(pixels: Gray) -> Mask:
    """Return where ink is: darker than half way from paper to black."""
    return (pixels < 128).astype(np.uint8)
