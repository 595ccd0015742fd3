"""Redactions, stamp frames and rules, by their shape: in scans and in drawn PDF shapes.

Knows pixels and boxes; nothing of what a mark means for a cable. Sizes are in points and multiplied
by `scale` (pixels a point) where pixels are searched.
"""

from __future__ import annotations

import itertools
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
"""Points: a redaction hides at least a short word. Heavy type (foia_scans/d03) has letters filled
in solid, and its widest, the M, is 8 points wide."""

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

MIN_STRIKE_LENGTH = 22.0
"""Points: a struck `(SBU)` is 30 long. Serifs of two or three letters of heavy type grow together
to lines of 13 to 20 (foia_scans/d03 typical)."""

MAX_STRIKE_THICKNESS = 2.5
"""Points: lines drawn through markings at declassification are 0.5 to 1.5 thick."""

STRIKE_BAND = (0.25, 0.8)
"""Where a strike crosses a word, from its head: underlines lie below, overlines above."""

STRUCK_SHARE = 0.8
"""Share of a word's width a line must cover to strike it."""

STRIKE_TOUCH = 2.0
STRIKE_TOUCH_SHARE = 0.25
"""A strike has ink within so many points both above and below, over this share of its length; an
underline has it above only, a row of joined dashes nowhere."""

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
    """A page image without its frames, rules and strikes, and what they were, in points of it."""

    pixels: Gray
    marks: tuple[Mark, ...]
    strikes: tuple[Box, ...]


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
    strikes_found = _erase_strikes(cleaned, scale)
    return Outlines(pixels=cleaned, marks=(*marks, *rules.marks), strikes=strikes_found)


def find_drawn_marks(shapes: Iterable[tuple[Box, bool, float]], words: Sequence[Box]) -> list[Mark]:
    """Return the marks among a PDF's drawn shapes.

    Args:
        shapes: Box, whether it is filled, and its darkness (0 white, 1 black).
        words: Boxes of the page's words, to tell a stamp's frame from a white redaction box and
            a rule from a line that strikes a word.
    """
    visible = [(box, is_filled, dark) for box, is_filled, dark in shapes if dark > 0]
    thin = [box for box, _, _ in visible if min(box.width, box.height) <= MAX_RULE_THICKNESS]
    outlines = [box for box, is_filled, _ in visible if not is_filled and box not in thin]
    solids = [
        box
        for box, is_filled, dark in visible
        if is_filled and dark > SOLID_DARKNESS_SHARE and box not in thin and _hides(box)
    ]
    marks = [Mark(kind=MarkKind.REDACTION, box=box) for box in solids]
    for box in filter(_hides, (*outlines, *_drawn_by_lines(thin))):
        holds_words = any(box.overlap(word) > word.width * word.height / 2 for word in words)
        marks.append(Mark(kind=MarkKind.FRAME if holds_words else MarkKind.REDACTION, box=box))
    frames = [mark.box for mark in marks]
    marks += [
        Mark(kind=MarkKind.RULE, box=box)
        for box in thin
        if box.width >= MIN_RULE_LENGTH
        and not any(_is_edge_of(box, frame) for frame in frames)
        and not any(strikes(box, word) for word in words)
    ]
    return marks


def strikes(line: Box, word: Box) -> bool:
    """Return whether a thin line runs through a word: over its middle, along most of it."""
    shared = min(line.x1, word.x1) - max(line.x0, word.x0)
    low, high = STRIKE_BAND
    return (
        line.height <= MAX_STRIKE_THICKNESS
        and shared >= STRUCK_SHARE * word.width
        and word.top + low * word.height <= line.middle <= word.top + high * word.height
    )


def _hides(box: Box) -> bool:
    """Return whether a box is large enough to stand for words."""
    return box.width >= MIN_REDACTION_WIDTH and box.height >= MIN_REDACTION_HEIGHT


def _drawn_by_lines(thin: Sequence[Box]) -> list[Box]:
    """Return the boxes whose four sides are single lines (the stamp of 94 DUSHANBE 259)."""
    across = [line for line in thin if line.width > line.height]
    upright = [line for line in thin if line.height > line.width]
    found = []
    for top, bottom in itertools.combinations(sorted(across, key=lambda line: line.top), 2):
        box = top.union(bottom)
        ends = abs(top.x0 - bottom.x0) + abs(top.x1 - bottom.x1)
        sides = [
            side for side in upright if _is_edge_of(side, box) and side.height > box.height / 2
        ]
        at_left = any(abs(side.x0 - box.x0) <= MAX_RULE_THICKNESS for side in sides)
        at_right = any(abs(side.x1 - box.x1) <= MAX_RULE_THICKNESS for side in sides)
        if ends <= 2 * MAX_RULE_THICKNESS and at_left and at_right:
            found.append(box)
    return found


def _is_edge_of(line: Box, box: Box) -> bool:
    """Return whether a thin line lies along a side of a box."""
    reach = MAX_RULE_THICKNESS
    inside_x = line.x0 >= box.x0 - reach and line.x1 <= box.x1 + reach
    inside_y = line.top >= box.top - reach and line.bottom <= box.bottom + reach
    at_end = min(abs(line.middle - box.top), abs(line.middle - box.bottom)) <= reach
    x = (line.x0 + line.x1) / 2
    at_side = min(abs(x - box.x0), abs(x - box.x1)) <= reach
    return inside_x and inside_y and (at_end if line.width > line.height else at_side)


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


def _redaction_of(contour: cv2.typing.MatLike, shape: tuple[int, ...], scale: float) -> Box | None:
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


def _sides(corners: cv2.typing.MatLike) -> tuple[float, float]:
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
            found.append(np.asarray(corners, dtype=np.float32))
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


def _erase_strikes(pixels: Gray, scale: float) -> tuple[Box, ...]:
    """Take lines through words out of an image, in place; return where they were, in points.

    Where a letter's stroke crosses the line, the stroke is kept: a column with ink on both sides.
    """
    ink = (pixels < INK).astype(np.uint8)
    length = round(MIN_STRIKE_LENGTH * scale)
    lines = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(lines)
    reach = round(STRIKE_TOUCH * scale)
    found = []
    for x, y, w, h, _ in stats[1:]:
        if h > MAX_STRIKE_THICKNESS * scale:
            continue
        above = ink[max(0, y - 1 - reach) : max(0, y - 1), x : x + w].any(axis=0)
        below = ink[y + h + 1 : y + h + 1 + reach, x : x + w].any(axis=0)
        if min(above.mean(), below.mean()) < STRIKE_TOUCH_SHARE:
            continue
        band = pixels[max(0, y - 1) : y + h + 1, x : x + w]
        band[:, ~(above & below)] = 255
        found.append(Box(x0=x / scale, top=y / scale, x1=(x + w) / scale, bottom=(y + h) / scale))
    return tuple(found)


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
    mask = cv2.dilate(cv2.bitwise_or(across, upright), np.ones((3, 3), np.uint8))
    return _Rules(mask=np.asarray(mask, dtype=np.uint8), marks=tuple(marks))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rules:
    """The pixels of rules, and those that run across as marks in points."""

    mask: Gray
    marks: tuple[Mark, ...]
