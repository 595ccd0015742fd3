"""Lines of a scan that are no type: stamp frames, white redaction boxes, rules.

Found on the straight, evened page and taken out of it, so that they spoil no word. Knows pixels;
sizes are in points and multiplied by `scale` (pixels a point).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extract.ink.pieces import INK
from extract.ink.runs import Direction, boxes_of, find_runs
from extract.ink.solids import sides_of
from extract.ink.strikes import erase_strikes
from extract.marks import MAX_RULE_THICKNESS, MAX_STRIKE_THICKNESS, MIN_RULE_LENGTH
from extract.page import Box, Mark, MarkKind
from extract.raster import Gray

MIN_OUTLINE_WIDTH, MIN_OUTLINE_HEIGHT = 18.0, 7.0
"""Points: smaller closed shapes are letters (`O` of a banner is 10 wide) or tick boxes."""

MAX_OUTLINE_SHARE = 0.4
"""Share of the page: a larger outline is the edge of a sheet or of a copier's window."""

MIN_OUTLINE_RECTANGULARITY = 0.88
"""Area of an outline's inside to the smallest rectangle around it."""

MIN_FRAME_HEIGHT = 14.0
"""Points: a frame holds a line of type, 8 to 12 high, and leaves room above and below it. A word's
strokes can look like a box no higher than the word (one word in 36 pages of invented prints)."""

FAINT_INK = 190
"""Gray (of 255) that can still be part of a line: paler than what counts as ink in type, since a
line is known by its length. Of six white boxes with faded sides (200 dpi), three need it."""

MAX_LINE_GAP = 3.0
"""Points: a faded line breaks off for less than this; two boxes of one row stand further apart."""

MIN_DRAWN_SHARE = 0.6
"""Share of each side of a box that is drawn. Fading takes up to a third of a thin line; along the
heads or feet of a row of type less than half is ink."""

SAME_BOX_SHARE = 0.5
"""Share of a box that lies in another one, from which both are the same box seen twice."""

MAX_EMPTY_INK_SHARE = 0.015
"""A withheld stretch drawn as a white box holds specks at most; a stamp's words fill 10 to 20 %."""

OUTLINE_MARGIN = 1.5
"""Points left out along an outline's inside when looking for ink: the line itself, not quite
straight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlines:
    """A page image without its frames, rules and strikes, and what they were, in points of it."""

    pixels: Gray
    marks: tuple[Mark, ...]
    strikes: tuple[Box, ...]


def find_outlines(pixels: Gray, scale: float) -> Outlines:
    """Return a straight, evened page image without frames, white boxes and rules, and those."""
    ink = (pixels < INK).astype(np.uint8)
    cleaned = pixels.copy()
    marks = []
    faint = (pixels < FAINT_INK).astype(np.uint8)
    for corners in _find_rectangles(ink, faint, scale):
        kind = MarkKind.REDACTION if _is_empty(ink, corners, scale) else MarkKind.FRAME
        marks.append(Mark(kind=kind, box=_box_of(corners, scale)))
        _erase_outline(cleaned, ink, corners, scale)
    # Before the rules: a line through letter-spaced words is as long as one.
    strikes = erase_strikes(cleaned, scale)
    rules = _erase_rules(cleaned, scale)
    return Outlines(pixels=cleaned, marks=(*_without_cells(marks), *rules), strikes=strikes)


def _without_cells(marks: Sequence[Mark]) -> Iterator[Mark]:
    """Yield outlined boxes, the cells of a form as frames although nothing is written in them.

    Cells share their upright sides with their neighbours. Withheld stretches never do: what is
    withheld of one row of type without a break is one box. Boxes that touch a cell are cells too.
    """
    boxes = [mark.box for mark in marks]
    cells = {n for n, box in enumerate(boxes) if any(_is_beside(box, other) for other in boxes)}
    grown = set(cells)
    while grown:
        edge = [boxes[n] for n in grown]
        rest = set(range(len(boxes))) - cells
        grown = {n for n in rest if any(_is_under(boxes[n], cell) for cell in edge)}
        cells |= grown
    for n, mark in enumerate(marks):
        yield Mark(kind=MarkKind.FRAME, box=mark.box) if n in cells else mark


def _is_beside(one: Box, other: Box) -> bool:
    """Return whether two boxes stand side by side, no more than a line between them."""
    apart = max(one.x0, other.x0) - min(one.x1, other.x1)
    level = min(one.bottom, other.bottom) - max(one.top, other.top)
    return abs(apart) <= MAX_RULE_THICKNESS and level > min(one.height, other.height) / 2


def _is_under(one: Box, other: Box) -> bool:
    """Return whether two boxes stand one over the other, no more than a line between them."""
    apart = max(one.top, other.top) - min(one.bottom, other.bottom)
    shared = min(one.x1, other.x1) - max(one.x0, other.x0)
    return abs(apart) <= MAX_RULE_THICKNESS and shared > min(one.width, other.width) / 2


def _find_rectangles(ink: Gray, faint: Gray, scale: float) -> list[npt.NDArray[np.float32]]:
    """Return the corners, shape (4, 2), of the insides of outlined boxes in masks of ink.

    First those that are drawn all around, then those whose lines had to be mended.
    """
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    mended = cv2.bitwise_or(closed, _mended_lines(faint, scale))
    found = list(_insides(closed, scale))
    whole = [_box_of(corners, scale) for corners in found]
    for corners in _insides(mended, scale):
        box = _box_of(corners, scale)
        is_new = all(box.overlap(one) < SAME_BOX_SHARE * box.width * box.height for one in whole)
        is_type = box.height < MIN_FRAME_HEIGHT and not _is_empty(ink, corners, scale)
        if is_new and not is_type and _drawn_share(faint, corners, scale) >= MIN_DRAWN_SHARE:
            found.append(corners)
    return found


def _insides(ink: cv2.typing.MatLike, scale: float) -> Iterator[npt.NDArray[np.float32]]:
    """Yield the corners of what ink encloses, where it is a straight box of a box's size."""
    contours, tree = cv2.findContours(ink, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
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
        width, height = sides_of(corners)
        if width < MIN_OUTLINE_WIDTH * scale or height < MIN_OUTLINE_HEIGHT * scale:
            continue
        if cv2.contourArea(hull) >= MIN_OUTLINE_RECTANGULARITY * width * height:
            yield np.asarray(corners, dtype=np.float32)


def _mended_lines(ink: cv2.typing.MatLike, scale: float) -> cv2.typing.MatLike:
    """Return the lines across and upright long enough for a box, their gaps filled."""
    lines = np.zeros_like(ink)
    for least, along in ((MIN_OUTLINE_WIDTH, (0, 1)), (MIN_OUTLINE_HEIGHT, (1, 0))):
        gap, length = (
            np.ones([max(1, round(size * scale) * axis) for axis in along], np.uint8)
            for size in (MAX_LINE_GAP, least)
        )
        filled = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, gap)
        # A line not quite level steps from one row of pixels to the next.
        stepped = cv2.dilate(filled, np.ones([3 - 2 * axis for axis in along], np.uint8))
        long = cv2.morphologyEx(stepped, cv2.MORPH_OPEN, length)
        lines = cv2.bitwise_or(lines, cv2.bitwise_and(filled, long))
    return lines


def _drawn_share(ink: Gray, corners: cv2.typing.MatLike, scale: float) -> float:
    """Return how much of the least drawn side of a box is drawn, 0 to 1."""
    reach = round(MAX_STRIKE_THICKNESS * scale)
    shares = []
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        columns, rows = _across_side(ink, corners, start, end, np.linspace(0.02, 0.98, 100), reach)
        shares.append(float(ink[rows, columns].any(axis=1).mean()))
    return min(shares)


def _across_side(
    ink: Gray,
    corners: cv2.typing.MatLike,
    start: npt.NDArray[np.float32],
    end: npt.NDArray[np.float32],
    shares: npt.NDArray[np.float64],
    reach: int,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the pixels on short steps outwards over a side of a box, at shares of its length.

    Columns and rows, each of shape (shares, steps), from a pixel inside to `reach` outside.
    """
    edge = end - start
    outward = np.array([edge[1], -edge[0]]) / max(float(np.linalg.norm(edge)), 1e-6)
    if np.dot(outward, start - corners.mean(axis=0)) < 0:
        outward = -outward
    points = start + edge * shares[:, None]
    steps = points[:, None, :] + outward * np.arange(-1, reach)[:, None]
    columns = np.clip(np.round(steps[..., 0]).astype(np.int64), 0, ink.shape[1] - 1)
    rows = np.clip(np.round(steps[..., 1]).astype(np.int64), 0, ink.shape[0] - 1)
    return columns, rows


def _is_empty(ink: Gray, corners: npt.NDArray[np.float32], scale: float) -> bool:
    """Return whether a rectangle holds no words."""
    inside = np.zeros_like(ink)
    shrunk = _moved_out(corners, -OUTLINE_MARGIN * scale)
    cv2.fillConvexPoly(inside, np.round(shrunk).astype(np.int32), 1)
    area = int(inside.sum())
    return area > 0 and int((ink & inside).sum()) < MAX_EMPTY_INK_SHARE * area


def _moved_out(corners: npt.NDArray[np.float32], distance: float) -> npt.NDArray[np.float64]:
    """Return a rectangle's corners with every side moved out by a distance in pixels (or in)."""
    middle = corners.mean(axis=0, dtype=np.float64)
    across, down = corners[1] - corners[0], corners[2] - corners[1]
    halves = np.array([np.linalg.norm(across), np.linalg.norm(down)]) / 2
    axes = np.array([across, down]) / np.maximum(2 * halves[:, None], 1e-6)
    arms = np.maximum(halves + distance, 0.0)[:, None] * axes
    signs = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    return np.array([middle + a * arms[0] + b * arms[1] for a, b in signs])


def _box_of(corners: npt.NDArray[np.float32], scale: float) -> Box:
    """Return the upright box around corners given in pixels, in points."""
    low, high = corners.min(axis=0) / scale, corners.max(axis=0) / scale
    return Box(x0=float(low[0]), top=float(low[1]), x1=float(high[0]), bottom=float(high[1]))


def _erase_outline(pixels: Gray, ink: Gray, corners: npt.NDArray[np.float32], scale: float) -> None:
    """Paint a rectangle's drawn line white, in place; strokes of type that cross it stay whole."""
    thickness = _line_thickness(ink, corners, scale)
    # The line lies outside the corners; its middle is half its thickness further out.
    path = np.round(_moved_out(corners, thickness / 2)).astype(np.int32)
    width = max(3, round(thickness) + 3)
    left, top = np.maximum(path.min(axis=0) - 2 * width, 0)
    right, bottom = path.max(axis=0) + 2 * width
    part, own = pixels[top:bottom, left:right], ink[top:bottom, left:right]
    line = np.zeros_like(own)
    cv2.polylines(line, [path - (left, top)], True, 1, width)
    beside = own & (1 - line)
    crossing = np.zeros_like(own)
    for kernel in (np.ones((width + 2, 1), np.uint8), np.ones((1, width + 2), np.uint8)):
        crossing |= np.asarray(cv2.morphologyEx(beside, cv2.MORPH_CLOSE, kernel), dtype=np.uint8)
    part[(line > 0) & (crossing == 0)] = 255


def _line_thickness(ink: Gray, corners: npt.NDArray[np.float32], scale: float) -> float:
    """Return the thickness in pixels of the line around a rectangle, measured outwards."""
    reach = round(MAX_RULE_THICKNESS * scale)
    measured: list[float] = []
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        columns, rows = _across_side(ink, corners, start, end, np.linspace(0.2, 0.8, 5), reach)
        measured += ink[rows, columns].sum(axis=1).tolist()
    return float(np.median(measured))


def _erase_rules(pixels: Gray, scale: float) -> tuple[Mark, ...]:
    """Take the long thin lines out of a page image, in place; return those that run across."""
    ink = (pixels < INK).astype(np.uint8)
    length = round(MIN_RULE_LENGTH * scale)
    across, upright = (find_runs(ink, length, direction) for direction in Direction)
    marks = tuple(
        Mark(
            kind=MarkKind.RULE,
            box=Box(x0=x / scale, top=y / scale, x1=(x + w) / scale, bottom=(y + h) / scale),
        )
        for x, y, w, h in boxes_of(across)
        if h <= MAX_RULE_THICKNESS * scale
    )
    for lines in (across, upright):
        if lines is not None:
            pixels[cv2.dilate(lines, np.ones((3, 3), np.uint8)) > 0] = 255
    return marks
