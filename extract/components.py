"""Small connected pieces of ink: dust to be swept out, rows of dashes to be counted.

Works on a straight, evened page image. Knows pixels and sizes only; sizes are in points.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extract.geometry import rounded_box
from extract.page import Box, Word
from extract.solids import paper_of

Gray = npt.NDArray[np.uint8]
Rows = npt.NDArray[np.int64]

INK = 160
"""Gray below this is ink once the paper is evened out to 255: blurred thin strokes stay above 200
only where they were specks."""

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

OWN_LINE_SHARE = 0.8
"""A piece of ink whose middle is further off its word's than this share of the letters' height is
of another line: commas and dots reach 0.6."""

LETTER_GAP = 2.5
"""Points between two letters of a word; blanks of 10-pitch type are over 6, those of 7-point
stamps 2.5."""

MAX_LETTER_SHARE = 1.9
"""Pieces higher than this share of the word's usual letter are letters grown together with another
line's; a `(` or `/` beside small letters reaches 1.8."""

TYPE_HEIGHT = (3.0, 24.0)
MAX_TYPE_WIDTH = 120.0
"""Points: pieces of ink of these sizes may be letters, or letters grown together to a word."""

DASH_WIDTH = (2.0, 9.0)
MAX_DASH_HEIGHT = 3.0
"""Points: hyphens of typewriter and teleprinter type are 3 to 6 wide and 1 to 2.5 high."""

MIN_DASHES = 4
"""From four equal, level, evenly spaced dashes on they are a rule or a dash line. Fewer are read by
the engine, which reads single hyphens well and long rows badly (`wee eee ----E55950`)."""

DASH_PITCH_TOLERANCE = 0.12
"""Share by which the steps of one row of dashes may differ: type is even, dirt is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """A page image without dust and rows of dashes, and those rows as words (points)."""

    pixels: Gray
    dashes: tuple[Word, ...]


def sweep(pixels: Gray, scale: float) -> Cleaned:
    """Return the image without dust and dash rows; `scale` is pixels a point."""
    ink = (pixels < INK).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    boxes = np.asarray(stats, dtype=np.int64)
    runs = list(_dash_runs(boxes, scale))
    gone = np.zeros(count, dtype=bool)
    gone[_dust(ink.shape, boxes, scale)] = True
    for run in runs:
        gone[run] = True
    gone[0] = False
    cleaned = pixels.copy()
    if gone.any():
        mask = gone[labels].astype(np.uint8)
        cleaned[cv2.dilate(mask, np.ones((3, 3), np.uint8)) > 0] = 255
    return Cleaned(pixels=cleaned, dashes=tuple(_dash_word(boxes[run], scale) for run in runs))


def has_type(pixels: Gray, scale: float) -> bool:
    """Return whether a page image holds any ink of the size of type: else it is a blank page."""
    return bool(_type_in((pixels < INK).astype(np.uint8), scale).any())


def covered_share(pixels: Gray, scale: float, boxes: Sequence[Box]) -> float:
    """Return the share of a page's type-sized ink that lies under boxes (points), 0 to 1.

    Seals, bars, frames and blots are no type and do not count; 1 for a page without type.
    """
    letters = _type_in((pixels < paper_of(pixels) * INK / 255).astype(np.uint8), scale)
    total = int(letters.sum())
    covered = np.zeros(letters.shape, dtype=bool)
    for box in boxes:
        covered[
            max(0, round((box.top - 1) * scale)) : round((box.bottom + 1) * scale),
            max(0, round((box.x0 - 1) * scale)) : round((box.x1 + 1) * scale),
        ] = True
    return float((letters & covered).sum()) / total if total else 1.0


def _type_in(ink: Gray, scale: float) -> npt.NDArray[np.bool_]:
    """Return the pixels of those pieces of ink that may be letters by their size."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    height, width = stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_WIDTH]
    is_type = (height >= TYPE_HEIGHT[0] * scale) & (height <= TYPE_HEIGHT[1] * scale)
    is_type &= width <= MAX_TYPE_WIDTH * scale
    is_type[0] = False
    return np.asarray(is_type[labels], dtype=np.bool_)


def tighten(words: Sequence[Word], pixels: Gray, scale: float) -> tuple[Word, ...]:
    """Return words with their boxes drawn to the ink of their own letters.

    An engine's boxes take in pieces of the lines above and below and cut letters short, by two or
    three points; feet and sizes of type cannot be told from them.
    """
    ink = (pixels < INK).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink)
    boxes = np.asarray(stats[1:], dtype=np.float64) / scale
    middle_x, middle_y = boxes[:, 0] + boxes[:, 2] / 2, boxes[:, 1] + boxes[:, 3] / 2
    owners = np.full(len(boxes), -1)
    for index, word in enumerate(words):
        box = word.box
        inside = (
            (middle_x >= box.x0)
            & (middle_x <= box.x1)
            & (middle_y >= box.top)
            & (middle_y <= box.bottom)
        )
        owners[inside & (owners < 0)] = index
    drawn = [_drawn_to(word, boxes[owners == index]) for index, word in enumerate(words)]
    _give_strays(owners, boxes, drawn)
    return tuple(_drawn_to(word, boxes[owners == index]) for index, word in enumerate(drawn))


def _give_strays(owners: Rows, boxes: npt.NDArray[np.float64], words: Sequence[Word]) -> None:
    """Give each letter under no word's box to the word it stands right beside, in place.

    From left to right, so that a word cut short by two letters gets both.
    """
    if not words:
        return
    spans = np.array([[w.box.x0, w.box.top, w.box.x1, w.box.bottom] for w in words])
    strays = np.flatnonzero((owners < 0) & (boxes[:, 3] > MAX_SPECK))
    for stray in strays[np.argsort(boxes[strays, 0])]:
        x, y, w, h = boxes[stray, :4]
        level = (spans[:, 1] - 1 <= y + h / 2) & (y + h / 2 <= spans[:, 3] + 1)
        gaps = np.maximum(spans[:, 0] - (x + w), x - spans[:, 2])
        gaps = np.where(level, np.maximum(gaps, 0.0), np.inf)
        nearest = int(np.argmin(gaps))
        if gaps[nearest] <= LETTER_GAP:
            owners[stray] = nearest
            spans[nearest, 0] = min(spans[nearest, 0], x)
            spans[nearest, 2] = max(spans[nearest, 2], x + w)


def _drawn_to(word: Word, letters: npt.NDArray[np.float64]) -> Word:
    """Return a word whose box holds those pieces of ink that stand on its line."""
    tall = letters[letters[:, 3] > MAX_SPECK]
    if not len(tall):
        return word
    middle = float(np.median(tall[:, 1] + tall[:, 3] / 2))
    height = float(np.median(tall[:, 3]))
    own = letters[np.abs(letters[:, 1] + letters[:, 3] / 2 - middle) <= OWN_LINE_SHARE * height]
    own = own[own[:, 3] <= MAX_LETTER_SHARE * height]
    if not len(own):
        return word
    box = rounded_box(
        float(own[:, 0].min()),
        float(own[:, 1].min()),
        float((own[:, 0] + own[:, 2]).max()),
        float((own[:, 1] + own[:, 3]).max()),
    )
    return dataclasses.replace(word, box=box)


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
    middle_x = np.minimum(boxes[:, 0] + width // 2, shape[1] - 1)
    middle_y = np.minimum(boxes[:, 1] + height // 2, shape[0] - 1)
    is_sign = ~is_speck & ~is_blot
    is_sign[0] = False
    around = _around(boxes[is_sign], shape, scale)
    in_company = _count_around(shape, middle_x, middle_y, ~is_speck, scale) > 1
    lonely_blot = is_blot & ~is_speck & (around[middle_y, middle_x] == 0) & ~in_company
    # A small letter filled in (`s`) is a blot among others: it has its full stop like any letter.
    is_sign |= is_blot & ~is_speck & ~lonely_blot
    beside = _beside(boxes[is_sign], shape, scale)
    lonely_speck = is_speck & (beside[middle_y, middle_x] == 0)
    lonely = np.flatnonzero(lonely_speck | lonely_blot)
    lonely = lonely[lonely > 0]
    pieces = _count_around(shape, middle_x, middle_y, np.ones_like(is_speck), scale)
    is_print = _are_leaders(middle_x[lonely], middle_y[lonely], scale)
    is_print |= pieces[lonely] >= CLUSTER_PIECES
    return lonely[~is_print]


def _beside(signs: Rows, shape: tuple[int, ...], scale: float) -> Gray:
    """Return a mask of where a dot belongs to a sign."""
    mask = np.zeros(shape, np.uint8)
    side, below, above = (round(value * scale) for value in (SIDE_REACH, BELOW_REACH, ABOVE_REACH))
    for x, y, w, h, _ in signs:
        mask[max(0, y) : y + h + below, max(0, x - side) : x + w + side] = 1
        mask[max(0, y - above) : y + 1, max(0, x) : x + w] = 1
    return mask


def _around(signs: Rows, shape: tuple[int, ...], scale: float) -> Gray:
    """Return a mask of where a blot is near a sign."""
    mask = np.zeros(shape, np.uint8)
    reach = round(LONELY_REACH * scale)
    for x, y, w, h, _ in signs:
        mask[max(0, y - reach) : y + h + reach, max(0, x - reach) : x + w + reach] = 1
    return mask


def _count_around(
    shape: tuple[int, ...], x: Rows, y: Rows, counted: npt.NDArray[np.bool_], scale: float
) -> Rows:
    """Return how many of the counted pieces of ink have their middle within reach of each piece."""
    middles = np.zeros(shape, np.float32)
    np.add.at(middles, (y[1:][counted[1:]], x[1:][counted[1:]]), 1)
    side = 2 * round(CLUSTER_REACH * scale) + 1
    sums = cv2.boxFilter(middles, -1, (side, side), normalize=False, borderType=cv2.BORDER_CONSTANT)
    return np.rint(sums[y, x]).astype(np.int64)


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
