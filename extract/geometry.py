"""Affine maps between images and pages, as 2 x 3 numpy arrays.

A map takes column vectors `(x, y, 1)`. Image pixels count from the top left corner of the image,
page points from the top left corner of the page as the reader sees it.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from extract.page import Box

Affine = npt.NDArray[np.float64]

DECIMALS = 2
"""A hundredth of a point is a third of a pixel at 2,400 dpi: finer than any scan, and short in
the store."""


def affine(a: float, b: float, c: float, d: float, e: float, f: float) -> Affine:
    """Return the map x' = a x + b y + c, y' = d x + e y + f."""
    return np.array([[a, b, c], [d, e, f]], dtype=np.float64)


def compose(outer: Affine, inner: Affine) -> Affine:
    """Return the map that applies `inner` first, then `outer`."""
    square = np.vstack([inner, [0.0, 0.0, 1.0]])
    return np.asarray(outer @ square, dtype=np.float64)


def invert(matrix: Affine) -> Affine:
    """Return the map back; the linear part must not be singular (numpy raises if it is)."""
    square = np.linalg.inv(np.vstack([matrix, [0.0, 0.0, 1.0]]))
    return np.asarray(square[:2], dtype=np.float64)


def map_points(matrix: Affine, points: Iterable[tuple[float, float]]) -> npt.NDArray[np.float64]:
    """Return the points, mapped, as an array of shape (n, 2)."""
    array = np.asarray(list(points), dtype=np.float64)
    return np.asarray(array @ matrix[:, :2].T + matrix[:, 2], dtype=np.float64)


def map_box(matrix: Affine, x0: float, top: float, x1: float, bottom: float) -> Box:
    """Return the upright box around a mapped rectangle."""
    corners = map_points(matrix, ((x0, top), (x1, top), (x0, bottom), (x1, bottom)))
    low, high = corners.min(axis=0), corners.max(axis=0)
    return rounded_box(float(low[0]), float(low[1]), float(high[0]), float(high[1]))


def map_box_centred(matrix: Affine, box: Box) -> Box:
    """Return a box moved by a map of slight tilts and quarter turns: centre mapped, sides kept.

    For undoing a deskew: the box around a tilted word would grow by the word's width times the
    tilt and reach into the lines above and below.
    """
    centre = map_points(matrix, [((box.x0 + box.x1) / 2, box.middle)])[0]
    scale = scale_of(matrix)
    half_width, half_height = box.width * scale / 2, box.height * scale / 2
    if abs(matrix[0, 1]) > abs(matrix[0, 0]):
        half_width, half_height = half_height, half_width
    x, y = float(centre[0]), float(centre[1])
    return rounded_box(x - half_width, y - half_height, x + half_width, y + half_height)


def rounded_box(x0: float, top: float, x1: float, bottom: float) -> Box:
    """Return a box with the store's precision."""
    return Box(
        x0=round(x0, DECIMALS),
        top=round(top, DECIMALS),
        x1=round(x1, DECIMALS),
        bottom=round(bottom, DECIMALS),
    )


def scale_of(matrix: Affine) -> float:
    """Return the mean length of a mapped unit: points per pixel for a map from pixels to points."""
    return float(np.sqrt(abs(np.linalg.det(matrix[:, :2]))))
