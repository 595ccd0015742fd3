"""Redactions, stamp frames and rules, by their shape: in scans and in drawn PDF shapes.

Knows pixels and boxes; nothing of what a mark means for a cable. Sizes are in points and multiplied
by `scale` (pixels a point) where pixels are searched.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extract.page import Box, Mark, MarkKind

Gray = npt.NDArray[np.uint8]

SOLID_DARKNESS_SHARE = 0.5
"""Darker than half the paper's brightness is ink; solid areas are far darker, paper far lighter."""

MIN_SOLID_THICKNESS = 5.0
"""Points. The boldest stroke of banner type seen is 2.5 points, the lowest redaction box 8."""

MIN_REDACTION_WIDTH = 10.0
"""Points: a redaction hides at least a short word. Heavy type (foia_scans/d03) has letters filled in
solid, and its widest, the M, is 8 points wide."""

MIN_REDACTION_HEIGHT = 6.0
"""Points: a redaction is as high as the type it hides, and cables use 8 to 12 points."""

MIN_RECTANGULARITY = 0.8
"""A box fills its own outline; blots, photographs and hand-drawn bars fill less of it."""

EDGE_REACH = 4.0
"""Points: a dark area this near to the paper's edge touches it."""

MAX_EDGE_THICKNESS = 40.0
"""Points: what a copier's lid or a scanner's bed shows beside the paper is a strip thinner than
this; a box that is thicker and reaches the edge blacks out text."""

MIN_OUTLINE_WIDTH, MIN_OUTLINE_HEIGHT = 18.0, 7.0
"""Points: smaller closed shapes are letters (`O` of a banner is 10 wide) or tick boxes."""

MAX_OUTLINE_SHARE = 0.4
"""Share of the page: a larger outline is the edge of a sheet or of a copier's window."""

MIN_OUTLINE_RECTANGULARITY = 0.88
"""Area of an outline's inside to the smallest rectangle around it."""

MAX_EMPTY_INK_SHARE = 0.015
"""A withheld stretch drawn as a white box holds specks at most; a stamp's words fill 10 to 20 %."""

OUTLINE_MARGIN = 1.5
"""Points left out along an outline's inside when looking for ink: the line itself, not quite
straight."""

MIN_RULE_LENGTH = 60.0
"""Points: longer than any stroke of type; a row of dashes has gaps and is text."""

MAX_RULE_THICKNESS = 5.0
"""Points: the bar of a 2026 card is 3.5 thick."""

INK = 160
"""Gray below this is ink once the paper is evened out to 255."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlines:
    """A page image without its frames and rules, and what they were, in points of the image."""

    pixels: Gray
    marks: tuple[Mark, ...]


def find_solids(pixels: Gray, scale: float) -> Solids:
    """Return the solid dark areas of a gray page image with `scale` pixels a point."""
    dark = (pixels < np.percentile(pixels, 75) * SOLID_DARKNESS_SHARE).astype(np.uint8) * 255
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


def find_outlines(pixels: Gray, scale: float) -> Outlines:
    """Return a straight, evened page image without frames, white boxes and rules, and those."""
    ink = (pixels < INK).astype(np.uint8)
    cleaned = pixels.copy()
    marks = []
    for corners in _find_rectangles(ink, scale):
        kind = MarkKind.REDACTION if _is_empty(ink, corners, scale) else MarkKind.FRAME
        marks.append(Mark(kind=kind, box=_box_of(corners, scale)))
        _erase_outline(cleaned, ink, corners, scale)
    rules = _find_rules(cleaned, scale)
    cleaned[rules.mask > 0] = 255
    return Outlines(pixels=cleaned, marks=(*marks, *rules.marks))


def find_drawn_marks(shapes: Iterable[tuple[Box, bool, float]], words: Sequence[Box]) -> list[Mark]:
    """Return the marks among a PDF's drawn shapes.

    Args:
        shapes: Box, whether it is filled, and its darkness (0 white, 1 black).
        words: Boxes of the page's words, to tell a stamp's frame from a white redaction box.
    """
    marks = []
    for box, is_filled, darkness in shapes:
        if min(box.width, box.height) <= MAX_RULE_THICKNESS:
            if box.width >= MIN_RULE_LENGTH and darkness > 0:
                marks.append(Mark(kind=MarkKind.RULE, box=box))
        elif box.width < MIN_REDACTION_WIDTH or box.height < MIN_REDACTION_HEIGHT:
            continue
        elif is_filled and darkness > SOLID_DARKNESS_SHARE:
            marks.append(Mark(kind=MarkKind.REDACTION, box=box))
        elif not is_filled and darkness > 0:
            holds_words = any(box.overlap(w) > w.width * w.height / 2 for w in words)
            kind = MarkKind.FRAME if holds_words else MarkKind.REDACTION
            marks.append(Mark(kind=kind, box=box))
    return marks


def share_of(marks: Iterable[Mark], width: float, height: float) -> float:
    """Return the share of a page of `width` x `height` points under redactions, 0 to 1.

    Counted on a grid of points, so that boxes over each other count once.
    """
    grid = np.zeros((max(1, round(height)), max(1, round(width))), dtype=bool)
    for mark in marks:
        if mark.kind is MarkKind.REDACTION:
            box = mark.box
            grid[
                max(0, round(box.top)) : max(0, round(box.bottom)),
                max(0, round(box.x0)) : max(0, round(box.x1)),
            ] = True
    return round(float(grid.mean()), 4)


def _without_letters(seed: Gray, scale: float) -> Gray:
    """Return a mask of solid areas without those small enough to be letters filled in."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(seed)
    sizes = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
    kept = sizes >= MIN_REDACTION_WIDTH * scale
    kept[0] = False
    return np.asarray(kept[labels] * 255, dtype=np.uint8)


def _redaction_of(contour: Gray, shape: tuple[int, ...], scale: float) -> Box | None:
    """Return a solid area's box in pixels if it is a redaction; its own sides when it is tilted."""
    rectangle = cv2.minAreaRect(contour)
    corners = cv2.boxPoints(rectangle)
    width, height = _sides(corners)
    if width < MIN_REDACTION_WIDTH * scale or height < MIN_REDACTION_HEIGHT * scale:
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


def _sides(corners: npt.NDArray[np.float32]) -> tuple[float, float]:
    """Return a rectangle's width and height: the side that runs more across is the width."""
    first, second = corners[1] - corners[0], corners[2] - corners[1]
    if abs(first[0]) < abs(first[1]):
        first, second = second, first
    return float(np.hypot(*first)), float(np.hypot(*second))


def _find_rectangles(ink: Gray, scale: float) -> list[npt.NDArray[np.float32]]:
    """Return the corners, shape (4, 2), of the insides of outlined boxes in an ink mask."""
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    contours, tree = cv2.findContours(closed, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for index, contour in enumerate(contours):
        if tree[0][index][3] < 0:
            continue
        _, _, w, h = cv2.boundingRect(contour)
        if w < MIN_OUTLINE_WIDTH * scale or h < MIN_OUTLINE_HEIGHT * scale:
            continue
        if w * h > MAX_OUTLINE_SHARE * ink.size:
            continue
        hull = cv2.convexHull(contour)
        corners = cv2.boxPoints(cv2.minAreaRect(hull))
        width, height = _sides(corners)
        if width < MIN_OUTLINE_WIDTH * scale or height < MIN_OUTLINE_HEIGHT * scale:
            continue
        if cv2.contourArea(hull) >= MIN_OUTLINE_RECTANGULARITY * width * height:
            found.append(corners)
    return found


def _is_empty(ink: Gray, corners: npt.NDArray[np.float32], scale: float) -> bool:
    """Return whether a rectangle holds no words."""
    inside = np.zeros_like(ink)
    middle = corners.mean(axis=0)
    arms = corners - middle
    lengths = np.linalg.norm(arms, axis=1, keepdims=True)
    shrunk = middle + arms * np.maximum(0.0, 1 - OUTLINE_MARGIN * scale * 1.5 / lengths)
    cv2.fillConvexPoly(inside, np.round(shrunk).astype(np.int32), 1)
    area = int(inside.sum())
    return area > 0 and int((ink & inside).sum()) < MAX_EMPTY_INK_SHARE * area


def _box_of(corners: npt.NDArray[np.float32], scale: float) -> Box:
    """Return the upright box around corners given in pixels, in points."""
    low, high = corners.min(axis=0) / scale, corners.max(axis=0) / scale
    return Box(x0=float(low[0]), top=float(low[1]), x1=float(high[0]), bottom=float(high[1]))


def _erase_outline(pixels: Gray, ink: Gray, corners: npt.NDArray[np.float32], scale: float) -> None:
    """Paint a rectangle's drawn line white, in place; what touches it inside keeps its shape."""
    thickness = _line_thickness(ink, corners, scale)
    middle = corners.mean(axis=0)
    arms = corners - middle
    lengths = np.linalg.norm(arms, axis=1, keepdims=True)
    # The line lies outside the corners; its middle is half its thickness further out.
    path = middle + arms * (1 + thickness * 0.7 / lengths)
    cv2.polylines(
        pixels, [np.round(path).astype(np.int32)], True, 255, max(3, round(thickness) + 3)
    )


def _line_thickness(ink: Gray, corners: npt.NDArray[np.float32], scale: float) -> float:
    """Return the thickness in pixels of the line around a rectangle, measured outwards."""
    reach = round(MAX_RULE_THICKNESS * scale)
    middle = corners.mean(axis=0)
    measured = []
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        for share in (0.2, 0.35, 0.5, 0.65, 0.8):
            point = start + (end - start) * share
            edge = end - start
            outward = np.array([edge[1], -edge[0]]) / max(float(np.linalg.norm(edge)), 1e-6)
            if np.dot(outward, point - middle) < 0:
                outward = -outward
            steps = point + outward * np.arange(-1, reach)[:, None]
            columns = np.clip(np.round(steps[:, 0]).astype(int), 0, ink.shape[1] - 1)
            rows = np.clip(np.round(steps[:, 1]).astype(int), 0, ink.shape[0] - 1)
            measured.append(int(ink[rows, columns].sum()))
    return float(np.median(measured))


def _find_rules(pixels: Gray, scale: float) -> _Rules:
    """Return the long thin lines of a page image, across and upright."""
    ink = (pixels < INK).astype(np.uint8)
    length = round(MIN_RULE_LENGTH * scale)
    across = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    upright = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((length, 1), np.uint8))
    marks = []
    _, _, stats, _ = cv2.connectedComponentsWithStats(across)
    for x, y, w, h, _ in stats[1:]:
        if h <= MAX_RULE_THICKNESS * scale:
            box = Box(x0=x / scale, top=y / scale, x1=(x + w) / scale, bottom=(y + h) / scale)
            marks.append(Mark(kind=MarkKind.RULE, box=box))
    mask = cv2.dilate(across | upright, np.ones((3, 3), np.uint8))
    return _Rules(mask=np.asarray(mask, dtype=np.uint8), marks=tuple(marks))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rules:
    """The pixels of rules, and those that run across as marks in points."""

    mask: Gray
    marks: tuple[Mark, ...]
