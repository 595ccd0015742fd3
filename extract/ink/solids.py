"""Solid dark areas of a scan: redaction boxes, copier edges, blots.

They are found once: what wrecks an engine's layout analysis are the redactions too. Knows pixels;
sizes are in points and multiplied by `scale` (pixels a point).
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from extract.ink.paper import paper_of
from extract.marks import MIN_REDACTION_HEIGHT, MIN_REDACTION_WIDTH, SOLID_DARKNESS_SHARE
from extract.page import Box
from extract.raster import Gray

MIN_SOLID_THICKNESS = 5.0
"""Points. The boldest stroke of banner type seen is 2.5 points, the lowest redaction box 8."""

MIN_SOLID_WIDTH = 14.0
"""Points: two characters of a typewriter. Shorter solid areas of a scan are letters and marks that
copying filled in (104-10077-10136)."""

MIN_ROW_SHAPE = 1.25
MAX_ROW_HEIGHT = 20.0
"""A box over one row of type, at most so many points high, is wider than high: a punch hole is not
(DOCID-32356928, 17 points across)."""

MIN_RECTANGULARITY = 0.8
"""A box fills its own outline; blots, photographs and hand-drawn bars fill less of it."""

EDGE_REACH = 4.0
"""Points: a dark area this near to the paper's edge touches it."""

MAX_EDGE_THICKNESS = 40.0
"""Points: what a copier's lid or a scanner's bed shows beside the paper is a strip thinner than
this; a box that is thicker and reaches the edge blacks out text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Solids:
    """Solid dark areas of a page image.

    Attributes:
        mask: 255 where an area is, its edges included; 0 elsewhere.
        redactions: Boxes of those that are redactions, in pixels; the others are copier edges and
            blots, to be erased only.
    """

    mask: Gray
    redactions: tuple[Box, ...]


def find_solids(pixels: Gray, scale: float) -> Solids:
    """Return the solid dark areas of a gray page image with `scale` pixels a point."""
    dark = (pixels < paper_of(pixels) * SOLID_DARKNESS_SHARE).astype(np.uint8) * 255
    side = max(3, round(MIN_SOLID_THICKNESS * scale))
    seed = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    seed = _without_letters(np.asarray(seed, dtype=np.uint8), scale)
    # Grown back by the kernel's radius: what opening rounded off at the edges and corners.
    grown = cv2.bitwise_and(dark, cv2.dilate(seed, np.ones((side, side), np.uint8)))
    contours, _ = cv2.findContours(seed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    boxes = (_redaction_of(contour, pixels.shape, scale) for contour in contours)
    mask = cv2.dilate(grown, np.ones((3, 3), np.uint8)) if contours else grown
    return Solids(
        mask=np.asarray(mask, dtype=np.uint8),
        redactions=tuple(box for box in boxes if box is not None),
    )


def _without_letters(seed: Gray, scale: float) -> Gray:
    """Return a mask of solid areas without those small enough to be letters filled in."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(seed)
    sizes = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
    kept = sizes >= MIN_REDACTION_WIDTH * scale
    kept[0] = False
    return np.asarray(kept[labels] * 255, dtype=np.uint8)


def _redaction_of(contour: cv2.typing.MatLike, shape: tuple[int, ...], scale: float) -> Box | None:
    """Return a solid area's box in pixels if it is a redaction; its own sides when it is tilted."""
    rectangle = cv2.minAreaRect(contour)
    corners = cv2.boxPoints(rectangle)
    width, height = sides_of(corners)
    if width < MIN_SOLID_WIDTH * scale or height < MIN_REDACTION_HEIGHT * scale:
        return None
    if height < MAX_ROW_HEIGHT * scale and width < MIN_ROW_SHAPE * height:
        return None
    if cv2.contourArea(contour) < MIN_RECTANGULARITY * (width - 1) * (height - 1):
        return None
    x, y, w, h = cv2.boundingRect(contour)
    reach, rows, columns = EDGE_REACH * scale, shape[0], shape[1]
    at_side = x <= reach or x + w >= columns - reach
    at_end = y <= reach or y + h >= rows - reach
    thin = MAX_EDGE_THICKNESS * scale
    if (at_side and w < thin) or (at_end and h < thin):
        return None
    (x_middle, y_middle) = rectangle[0]
    return Box(
        x0=x_middle - width / 2,
        top=y_middle - height / 2,
        x1=x_middle + width / 2 + 1,
        bottom=y_middle + height / 2 + 1,
    )


def sides_of(corners: cv2.typing.MatLike) -> tuple[float, float]:
    """Return a rectangle's width and height: the side that runs more across is the width."""
    first, second = corners[1] - corners[0], corners[2] - corners[1]
    if abs(first[0]) < abs(first[1]):
        first, second = second, first
    return float(np.hypot(*first)), float(np.hypot(*second))
