"""How far the lines of type on a page are tilted, and the page turned so that they run level.

Knows pixels and angles only.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from extract.geometry import Affine, affine, map_points
from extract.ink.paper import INK_SHARE, paper_of
from extract.raster import Gray

USUAL_SKEW_DEGREES, MAX_SKEW_DEGREES = 5.0, 15.0
"""Sheet feeders and copiers tilt by up to 3 degrees, hands that lay a page on the glass by more."""

MIN_DISTINCT = 2.0
"""How many times steeper than usual the profile is at the right tilt: 2.6 and more on real scans
and prints of all levels, 1.3 where the tilt lies outside what was looked at."""

MIN_SKEW_DEGREES = 0.05
"""A Letter line climbs half a pixel at 200 dpi at this tilt: not worth a word of it."""

_COARSE_STEP, _FINE_STEP = 0.25, 0.05
_COARSE_POINTS, _FINE_POINTS = 15_000, 60_000
"""Ink pixels the tilt is measured on: a full page has about 60,000 at 100 dpi, and a quarter of
them tells one quarter of a degree from the next."""

_MIN_POINTS = 200
"""Fewer ink pixels are no lines of type."""


def find_skew(pixels: Gray) -> float:
    """Return the tilt of the lines of type in degrees, counter-clockwise positive.

    The tilt that makes the profile of ink per row steepest; 0 for a page with next to no ink.
    """
    ink = np.argwhere(pixels < paper_of(pixels) * INK_SHARE).astype(np.float64)
    if len(ink) < _MIN_POINTS:
        return 0.0
    # Pixels are spread inside their row: on the bare grid a tilt of 0 would always look sharpest.
    ink[:, 0] += np.random.default_rng(0).random(len(ink))
    few, many = (ink[:: max(1, len(ink) // count)] for count in (_COARSE_POINTS, _FINE_POINTS))
    best, distinct = _steepest(few, 0.0, USUAL_SKEW_DEGREES, _COARSE_STEP)
    if distinct < MIN_DISTINCT:
        best, _ = _steepest(few, 0.0, MAX_SKEW_DEGREES, _COARSE_STEP)
    best, _ = _steepest(many, best, _COARSE_STEP, _FINE_STEP)
    return round(best, 2) if abs(best) >= MIN_SKEW_DEGREES else 0.0


def _steepest(
    ink: npt.NDArray[np.float64], middle: float, reach: float, step: float
) -> tuple[float, float]:
    """Return the tilt that makes the profile of ink steepest, and how far it stands out.

    Args:
        ink: Row and column of each pixel, shape (n, 2).
        middle: Degrees to look around, to either side by
        reach: so many,
        step: in steps of so many.

    Returns:
        Degrees, and their steepness to the usual one.
    """
    tilts = np.arange(middle - reach, middle + reach + step / 2, step)
    found = [_steepness(ink, degrees) for degrees in tilts]
    best = int(np.argmax(found))
    return float(tilts[best]), found[best] / max(float(np.median(found)), 1.0)


def _steepness(ink: npt.NDArray[np.float64], degrees: float) -> float:
    rows = (ink[:, 0] + ink[:, 1] * np.tan(np.radians(degrees))).astype(np.int64)
    profile = np.bincount(rows - rows.min()).astype(np.float64)
    return float(np.sum(np.diff(profile) ** 2))


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
