"""The rectangles and lines a PDF page draws, through PDFium, in the colours they are seen in.

Called by `extract.pdf.pdfium` under its lock. Colours come as PDFium paints them, whatever colour
space, pattern or transparency they were given in: a spot colour's full tint is dark, though its
number is that of white in gray.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium

from extract.geometry import Affine, compose, map_points, rounded_box
from extract.marks import SOLID_DARKNESS_SHARE, DrawnShape
from extract.pdf.objects import PageObject, matrix_of

MAX_UNSQUARE = 0.01
"""Points by which a rectangle's corners may miss each other: what rounding leaves."""

_BYTE = 255.0


def read_shapes(
    document: Any, objects: Iterable[PageObject], to_display: Affine
) -> tuple[DrawnShape, ...]:
    """Return the rectangles and lines among a page's objects, as seen.

    Args:
        document: The open document, which patterns are drawn from.
        objects: The page's objects.
        to_display: The map from the page's user space to points from the top left as seen.
    """
    return tuple(
        shape
        for item in objects
        if item.kind == pdfium.FPDF_PAGEOBJ_PATH
        for shape in _shapes_of(document, item, to_display)
    )


@dataclass(slots=True)
class _Figure:
    """One connected part of a path: its corners, and whether straight sides join them in a ring."""

    points: list[tuple[float, float]]
    is_straight: bool = True
    is_closed: bool = False


def _shapes_of(document: Any, item: PageObject, to_display: Affine) -> Iterator[DrawnShape]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item.handle, fill, stroke)
    is_filled, is_stroked = fill.value != pdfium.FPDF_FILLMODE_NONE, bool(stroke.value)
    filling = _fill_darkness(document, item.handle) if is_filled else 0.0
    drawing = _darkness(pdfium.FPDFPageObj_GetStrokeColor, item.handle) if is_stroked else 0.0
    placed = compose(to_display, compose(item.to_page, matrix_of(item.handle)))
    for figure in _figures(item.handle):
        if not figure.is_straight or len(figure.points) < 2:
            continue
        corners = map_points(placed, figure.points)
        if len(corners) == 2:
            # A line has no inside: filling paints nothing.
            yield _shape(corners, is_filled=False, darkness=drawing)
        elif (figure.is_closed or is_filled) and _is_rectangle(corners):
            # A light area with an edge is what its edge makes it: a box with an outline.
            is_solid = is_filled and (filling > SOLID_DARKNESS_SHARE or not is_stroked)
            darkness = filling if is_solid else drawing
            yield _shape(corners, is_filled=is_solid, darkness=darkness)


def _shape(corners: npt.NDArray[np.float64], *, is_filled: bool, darkness: float) -> DrawnShape:
    (x0, top), (x1, bottom) = corners.min(axis=0), corners.max(axis=0)
    box = rounded_box(float(x0), float(top), float(x1), float(bottom))
    return DrawnShape(box=box, is_filled=is_filled, darkness=darkness)


def _is_rectangle(corners: npt.NDArray[np.float64]) -> bool:
    """Return whether corners in their order are those of an upright rectangle."""
    if len(corners) != 4:
        return False
    sides = np.abs(np.roll(corners, -1, axis=0) - corners) <= MAX_UNSQUARE
    level, upright = sides[:, 1], sides[:, 0]
    return bool(
        (level[0] and upright[1] and level[2] and upright[3])
        or (upright[0] and level[1] and upright[2] and level[3])
    )


def _figures(path: Any) -> list[_Figure]:
    """Return the connected parts of a path, the point that only closes a ring left out."""
    figures: list[_Figure] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == pdfium.FPDF_SEGMENT_MOVETO or not figures:
            figures.append(_Figure([]))
        figure = figures[-1]
        figure.points.append((x.value, y.value))
        figure.is_straight &= kind != pdfium.FPDF_SEGMENT_BEZIERTO
        figure.is_closed |= bool(pdfium.FPDFPathSegment_GetClose(segment))
    for figure in figures:
        if len(figure.points) > 2 and figure.points[-1] == figure.points[0]:
            figure.points.pop()
            figure.is_closed = True
    return figures


def _fill_darkness(document: Any, path: Any) -> float:
    """Return how dark a path's inside is; a tiling pattern counts as black: it covers."""
    tile = pdfium.FPDFPageObj_GetRenderedFillPattern(document, path)
    if tile:
        pdfium.FPDFBitmap_Destroy(tile)
        return 1.0
    return _darkness(pdfium.FPDFPageObj_GetFillColor, path)


def _darkness(colour_of: Any, path: Any) -> float:
    """Return 0 for white or what cannot be seen, to 1 for black.

    No colour given means the graphics state's first one, black.
    """
    parts = [ctypes.c_uint() for _ in range(4)]
    if not colour_of(path, *parts):
        return 1.0
    *colours, alpha = (part.value / _BYTE for part in parts)
    return (1.0 - sum(colours) / len(colours)) * alpha
