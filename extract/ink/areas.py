"""Areas of a scan nobody reads: photographs and shading; handwriting, seals, scribbles.

They are flagged, and no word is dropped for it: what an engine read there may be right. Photographs
are known by their tone before anything is read; the rest by what is left: ink larger than type that
no sure word accounts for. Whether that is a hand or a seal, shapes do not tell.
Knows pixels and words; sizes are in points and multiplied by `scale` (pixels a point).
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extract.geometry import rounded_box
from extract.ink.paper import paper_of
from extract.ink.pieces import INK, Rows
from extract.ink.solids import EDGE_REACH, MAX_EDGE_THICKNESS, Solids
from extract.page import Box, Word
from extract.raster import Gray, shrink_pixels

TONE_SHRINK = 2
"""Tone is looked for at half of the analysis resolution: a pixel is then 1.4 points."""

TONE_WINDOW = 4.0
"""Points over which dots are one tone: a newspaper's screen has four dots in them."""

TONE_REACH = 12.0
"""Points either way without any white: rows of type leave 3 to 4 points of paper between them at
every 12, typed solid or not."""

MIN_TONE = 0.15
"""Darkness: the paper of bad gray prints is up to 0.14 darker in places than elsewhere."""

MIN_TONE_SIDE = 36.0
"""Points: half an inch; a crest or the shadow of a fold is smaller or thinner."""

MIN_TONE_FILL = 0.5
"""Share of its box an area of tone fills; a frame of dirt around the sheet fills a tenth."""

SAME_AREA_SHARE = 0.5
"""Share of an area of tone under a redaction, from which it is that redaction."""

HAND_DPI_SHRINK = 2
"""Large ink is looked at in half the engine's resolution, where pen strokes are a pixel wide."""

SURE_CONFIDENCE = 0.6
"""Words below it do not account for ink: an engine reads handwriting and dirt with 0 to 0.5."""

LARGER_THAN_TYPE = 1.8
"""Heights of the page's words: letters grown together with the line below are rarely two high, and
joined handwriting reaches above and below its line. On 45 pages of foia_scans, the seed and 94
DUSHANBE 259 one area is no hand or seal, at 1.6 four are."""

USUAL_HEIGHT, FEWEST_WORDS = 9.0, 10
"""Points of a word's height where a page has too few sure words to tell."""

MIN_STROKE_SIDE = 6.0
"""Points, the lesser side: long thin ink is a scratch, a fold or what is left of a line."""

HAND_REACH = 12.0
"""Points either way over which large ink is one area: a hand writes rows 15 to 25 apart."""

MIN_AREA_WIDTH, MIN_AREA_HEIGHT = 20.0, 12.0
"""Points: two letters of a large hand. Smaller ones are ticks and blots."""

MAX_READ_SHARE = 0.5
"""Share of a piece of ink that sure words account for, up to which it is not read: a signature runs
over the name typed under it."""


@dataclass(frozen=True, slots=True)
class _Ink:
    """A page's ink, shrunk: where it is, where words account for it, and its pieces."""

    ink: Gray
    read: Gray
    labels: npt.NDArray[np.int32]
    pieces: Rows


def find_tones(pixels: Gray, scale: float, solids: Solids) -> tuple[Box, ...]:
    """Return the boxes of photographs and shaded areas in a gray page image, in pixels.

    Args:
        pixels: The page as scanned, at the analysis resolution.
        scale: Its pixels a point.
        solids: Its solid areas: redactions are dark, too.
    """
    small = shrink_pixels(pixels, TONE_SHRINK)
    scale = scale / TONE_SHRINK
    paper = paper_of(small)
    window, reach = (max(1, round(points * scale)) for points in (TONE_WINDOW, TONE_REACH))
    tone = cv2.blur(small, (window, window))
    kernel = np.ones((reach, reach), np.uint8)
    # Lightest within reach: what stays dark there has no paper in it.
    dark = (cv2.dilate(tone, kernel) < paper * (1 - MIN_TONE)).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(cv2.dilate(dark, kernel))
    found = []
    for x, y, w, h, area in stats[1:]:
        if min(w, h) < MIN_TONE_SIDE * scale or area < MIN_TONE_FILL * w * h:
            continue
        box = Box(
            x0=float(x) * TONE_SHRINK,
            top=float(y) * TONE_SHRINK,
            x1=float(x + w) * TONE_SHRINK,
            bottom=float(y + h) * TONE_SHRINK,
        )
        withheld = sum(box.overlap(one) for one in solids.redactions)
        if withheld < SAME_AREA_SHARE * box.area:
            found.append(box)
    return tuple(found)


def find_unread_ink(
    pixels: Gray, scale: float, words: Sequence[Word], dashes: Sequence[Word] = ()
) -> tuple[Box, ...]:
    """Return the areas of ink larger than type that no sure word accounts for, in points.

    Args:
        pixels: The page as the engine got it: no boxes, rules and dust are on it.
        scale: Its pixels a point.
        words: What was read on it.
        dashes: Rows of dashes, which are no words of an engine and sure all the same.
    """
    sure = [word for word in words if _is_sure(word)]
    page = _shrunk(pixels, scale, (*sure, *dashes))
    scale = scale / HAND_DPI_SHRINK
    heights = [word.box.height for word in sure]
    usual = statistics.median(heights) if len(heights) >= FEWEST_WORDS else USUAL_HEIGHT
    strokes = np.zeros_like(page.ink)
    for label in _large(page.pieces, page.ink.shape, scale, usual):
        x, y, w, h, area = page.pieces[label]
        own = page.labels[y : y + h, x : x + w] == label
        if page.read[y : y + h, x : x + w][own].sum() < MAX_READ_SHARE * area:
            strokes[y : y + h, x : x + w][own] = 1
    return tuple(_areas(page, strokes, scale)) if strokes.any() else ()


def _is_sure(word: Word) -> bool:
    """Return whether a word accounts for the ink under it: single letters are read anywhere."""
    is_confident = word.confidence is None or word.confidence >= SURE_CONFIDENCE
    return is_confident and sum(map(str.isalnum, word.text)) > 1


def _shrunk(pixels: Gray, scale: float, words: Sequence[Word]) -> _Ink:
    ink = (shrink_pixels(pixels, HAND_DPI_SHRINK) < INK).astype(np.uint8)
    scale = scale / HAND_DPI_SHRINK
    read = np.zeros_like(ink)
    for word in words:
        left, top = (max(0, int((edge - 1) * scale)) for edge in (word.box.x0, word.box.top))
        right, bottom = (max(0, int((edge + 1) * scale)) for edge in (word.box.x1, word.box.bottom))
        read[top:bottom, left:right] = 1
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    return _Ink(
        np.asarray(ink, dtype=np.uint8),
        np.asarray(read, dtype=np.uint8),
        np.asarray(labels, dtype=np.int32),
        np.asarray(stats, dtype=np.int64),
    )


def _large(pieces: Rows, shape: tuple[int, ...], scale: float, usual: float) -> Iterator[int]:
    """Yield the labels of pieces of ink that are larger than type and not the sheet's edge."""
    reach = EDGE_REACH * scale
    for label, (x, y, w, h, _) in enumerate(pieces[1:], start=1):
        if h < LARGER_THAN_TYPE * usual * scale or min(w, h) < MIN_STROKE_SIDE * scale:
            continue
        at_side = x <= reach or x + w >= shape[1] - reach
        at_end = y <= reach or y + h >= shape[0] - reach
        thin = MAX_EDGE_THICKNESS * scale
        if not ((at_side and w < thin) or (at_end and h < thin)):
            yield label


def _areas(page: _Ink, strokes: Gray, scale: float) -> Iterator[Box]:
    """Yield the boxes around large strokes near each other, with the unread ink among them."""
    reach = 2 * round(HAND_REACH * scale) + 1
    joined = cv2.dilate(strokes, np.ones((reach, reach), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    unread = page.ink & ((1 - page.read) | strokes)
    for label, (x, y, w, h, _) in enumerate(stats[1:], start=1):
        near = unread[y : y + h, x : x + w] & (labels[y : y + h, x : x + w] == label)
        rows, columns = np.flatnonzero(near.any(axis=1)), np.flatnonzero(near.any(axis=0))
        left, right = x + int(columns[0]), x + int(columns[-1]) + 1
        top, bottom = y + int(rows[0]), y + int(rows[-1]) + 1
        is_large = (
            right - left >= MIN_AREA_WIDTH * scale and bottom - top >= MIN_AREA_HEIGHT * scale
        )
        if is_large:
            yield rounded_box(left / scale, top / scale, right / scale, bottom / scale)
