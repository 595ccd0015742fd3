"""Dust and rows of dashes: taken out of a page image, the dashes counted.

Works on the pieces of ink of a straight, evened page image. Sizes are in points.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from extract.geometry import rounded_box
from extract.ink.pieces import Pieces, Rows, find_pieces
from extract.page import Word
from extract.raster import Gray

MAX_SPECK = 2.6
"""Points across and high. Full stops of 10 to 12 point type are 1.2 to 2.2, dots of colons too; the
smallest letters (`r`, `s` of a stamp) start at 3.5."""

MAX_BLOT = 5.0
"""Points: a filled blot up to this size that stands alone is dirt; a lone bullet or digit is
hollow, long, or larger."""

SIDE_REACH = 6.0
"""Points a full stop or comma may stand right of a letter: in 10-pitch type it is 2 to 5."""

BELOW_REACH = 2.5
"""Points a comma or the dot of a semicolon hangs under the line's foot."""

ABOVE_REACH = 3.5
"""Points the dot of an i, an accent or a quotation mark stands over its letter."""

LONELY_REACH = 9.0
"""Points without any larger ink around a blot that is dirt."""

CLUSTER_REACH = 9.0
CLUSTER_PIECES = 3
"""Points either way in which so many small pieces are no dirt but a faint letter that broke up: its
pieces are under 6 points apart. Dirt of the worst prints made (400 specks a page) has a neighbour
within this reach one time in four, and two one time in forty."""

MIN_BLOT_FILL = 0.6
"""Share of its box that a blot fills; hollow signs and digits fill less."""

LEADER_SPECKS = 3
LEADER_PITCH = 14.0
"""Points from dot to dot in leaders or an ellipsis: at least three level dots are print."""

DASH_WIDTH = (2.0, 9.0)
MAX_DASH_HEIGHT = 3.0
"""Points: hyphens of typewriter and teleprinter type are 3 to 6 wide and 1 to 2.5 high."""

MIN_DASHES = 4
"""From four equal, level, evenly spaced dashes on they are a rule or a dash line. Fewer are read by
the engine, which reads single hyphens well and long rows badly (`wee eee ----E55950`)."""

DASH_PITCH_TOLERANCE = 0.12
"""Share by which the steps of one row of dashes may differ: type is even, dirt is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """A page image without dust and rows of dashes, its pieces of ink, and those rows as words."""

    pixels: Gray
    pieces: Pieces
    dashes: tuple[Word, ...]


def sweep(pixels: Gray, scale: float) -> Swept:
    """Return the image without dust and dash rows; `scale` is pixels a point."""
    pieces = find_pieces(pixels)
    runs = list(_dash_runs(pieces.boxes, scale))
    gone = np.zeros(len(pieces.boxes), dtype=bool)
    gone[_dust(pixels.shape, pieces.boxes, scale)] = True
    for run in runs:
        gone[run] = True
    gone[0] = False
    dashes = tuple(_dash_word(pieces.boxes[run], scale) for run in runs)
    if not gone.any():
        return Swept(pixels=pixels, pieces=pieces, dashes=dashes)
    cleaned = pixels.copy()
    left = pieces.without(np.flatnonzero(gone), erased_from=cleaned)
    return Swept(pixels=cleaned, pieces=left, dashes=dashes)


def _dust(shape: tuple[int, ...], boxes: Rows, scale: float) -> Rows:
    """Return the labels of components that are dirt, not signs."""
    width, height, area = boxes[:, 2], boxes[:, 3], boxes[:, 4]
    size = np.maximum(width, height)
    is_speck = size <= MAX_SPECK * scale
    is_blot = (
        (size <= MAX_BLOT * scale)
        & (area >= MIN_BLOT_FILL * width * height)
        & (size <= 2 * np.minimum(width, height))
    )
    middles = np.minimum(boxes[:, :2] + boxes[:, 2:4] // 2, (shape[1] - 1, shape[0] - 1))
    is_sign = ~is_speck & ~is_blot
    is_sign[0] = is_blot[0] = is_speck[0] = False
    blots = np.flatnonzero(is_blot & ~is_speck)
    is_lonely = ~_is_near(middles[blots], boxes[is_sign], LONELY_REACH * scale)
    others = middles[1:][~is_speck[1:]]
    is_lonely &= _count_around(middles[blots], others, scale) <= 1
    # A small letter filled in (`s`) is a blot among others: it has its full stop like any letter.
    is_sign[blots[~is_lonely]] = True
    specks = np.flatnonzero(is_speck)
    beside = _beside(boxes[is_sign], shape, scale)
    lonely_specks = specks[beside[middles[specks, 1], middles[specks, 0]] == 0]
    lonely = np.sort(np.concatenate([lonely_specks, blots[is_lonely]]))
    is_print = _are_leaders(middles[lonely, 0], middles[lonely, 1], scale)
    is_print |= _count_around(middles[lonely], middles[1:], scale) >= CLUSTER_PIECES
    return lonely[~is_print]


def _beside(signs: Rows, shape: tuple[int, ...], scale: float) -> Gray:
    """Return a mask of where a dot belongs to a sign."""
    mask = np.zeros(shape, np.uint8)
    side, below, above = (round(value * scale) for value in (SIDE_REACH, BELOW_REACH, ABOVE_REACH))
    for x, y, w, h, _ in signs.tolist():
        mask[y : y + h + below, max(0, x - side) : x + w + side] = 1
        mask[max(0, y - above) : y + 1, x : x + w] = 1
    return mask


def _is_near(points: Rows, boxes: Rows, reach: float) -> npt.NDArray[np.bool_]:
    """Return which points, x and y in rows, lie in a box or within reach of its sides."""
    reach = round(reach)
    left, top = boxes[:, 0] - reach, boxes[:, 1] - reach
    right, bottom = boxes[:, 0] + boxes[:, 2] + reach, boxes[:, 1] + boxes[:, 3] + reach
    near = [bool(((left <= x) & (x < right) & (top <= y) & (y < bottom)).any()) for x, y in points]
    return np.asarray(near, dtype=bool)


def _count_around(points: Rows, others: Rows, scale: float) -> Rows:
    """Return how many of the other points, x and y in rows, are within reach of each point."""
    reach = round(CLUSTER_REACH * scale)
    counts = [np.count_nonzero((np.abs(others - point) <= reach).all(axis=1)) for point in points]
    return np.asarray(counts, dtype=np.int64)


def _are_leaders(x: Rows, y: Rows, scale: float) -> npt.NDArray[np.bool_]:
    """Return which lonely specks stand level and close in a row of at least three."""
    kept = np.zeros(len(x), dtype=bool)
    for index in range(len(x)):
        level = np.abs(y - y[index]) <= 0.7 * scale
        close = np.abs(x - x[index]) <= LEADER_PITCH * scale
        if int((level & close).sum()) >= LEADER_SPECKS:
            kept[level & close] = True
    return kept


def _dash_runs(boxes: Rows, scale: float) -> Iterator[Rows]:
    """Yield the labels of each row of at least `MIN_DASHES` even dashes, left to right."""
    width, height = boxes[:, 2], boxes[:, 3]
    is_dash = (
        (width >= DASH_WIDTH[0] * scale)
        & (width <= DASH_WIDTH[1] * scale)
        & (height <= MAX_DASH_HEIGHT * scale)
        & (width >= 1.3 * height)
    )
    is_dash[0] = False
    left = np.flatnonzero(is_dash)
    order = left[np.argsort(boxes[left, 0], kind="stable")]
    waiting = list(order)
    while waiting:
        run = [waiting.pop(0)]
        step = 0.0
        for label in list(waiting):
            gap = float(boxes[label, 0] - boxes[run[-1], 0])
            if gap > DASH_WIDTH[1] * 1.5 * scale:
                break
            if abs(int(boxes[label, 1]) - int(boxes[run[-1], 1])) > 0.8 * scale:
                continue
            even = not step or abs(gap - step) <= max(1.5, DASH_PITCH_TOLERANCE * step)
            if even and gap > width[run[-1]]:
                step = step or gap
                run.append(label)
                waiting.remove(label)
        if len(run) >= MIN_DASHES:
            yield np.asarray(run, dtype=np.int64)


def _dash_word(run: Rows, scale: float) -> Word:
    """Return a row of dashes as a word; counted, not read, so without a confidence."""
    return Word(
        text="-" * len(run),
        box=rounded_box(
            float(run[:, 0].min()) / scale,
            float(run[:, 1].min()) / scale,
            float((run[:, 0] + run[:, 2]).max()) / scale,
            float((run[:, 1] + run[:, 3]).max()) / scale,
        ),
    )
