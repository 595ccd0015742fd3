"""Heavy type printed over lines of text: taken apart, and both read.

A release stamp is set in bold and lands where it lands. Over a line of the cable it makes an engine
give up both: the control line under `RELEASED IN PART` reads `conrrpen ct 4`. The stamp's strokes
are thicker than the page's, so an opening finds them; without them the lines below are read again
one by one, and the stamp is turned level and read for itself.

Looks only where words were read with doubt, and takes a second reading only where it is the surer.
Knows pixels and strokes, not what stamps say; sizes are in points.
"""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extract.engines import OcrEngine
from extract.geometry import Affine, affine, compose, invert, map_box
from extract.image import POINTS_PER_INCH, Prepared
from extract.page import Box, Word
from extract.settings import ExtractSettings

_LOG = logging.getLogger(__name__)

Gray = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.uint8]

DOUBTFUL = 0.6
"""Words under a stamp are read with less confidence than this (0 to 0.5 on foia_scans); on the rest
of a typical page two words in a hundred are."""

MAX_WINDOWS = 5
"""More doubtful stretches than this are no stamp but a page an engine can hardly read."""

WINDOW_HEIGHT = 26.0
"""Points above and below a doubtful word that are looked at: a tilted stamp and its neighbours."""

UPSCALE = 2
"""A stroke of type is 2.6 pixels thick at 200 dpi, a stamp's 5: the opening needs finer steps."""

HEAVIER = 0.55
"""Points by which a stamp's strokes are thicker than the page's mean stroke (0.9 to 1.6 as prints
get worse). Bold 11 to 14 point type has strokes of 1.8; wear thickens both alike."""

MIN_PIECE, MAX_PIECE = 4.0, 18.0
"""Points: what an opening leaves of a stamp's letter is at least its stem; of type it leaves dots
where strokes join."""

LETTER_REACH, ROW_REACH = 9.0, 2.0
"""Points across and down over which pieces are one stamp: the space between its words, and tilt."""

MIN_STAMP_WIDTH, MAX_STAMP_HEIGHT, MAX_STAMP_TILT = 50.0, 20.0, 12.0
"""Points and degrees. A stamp of one row; a hand does not set it more askew."""

MIN_PIECES = 6
"""Pieces an opening leaves of two words at least."""

HALO = 3
"""Pixels of the upscaled picture round a stroke that are gray from blurring and smoothing."""

REST_HEIGHT = 4.0
"""Points: what is left of a stamp inside its own rectangle, thin bars of E and F, is lower."""

LINE_REACH = 30.0
"""Points of blank within a line: two letters of `C O N F I D E N T I A L` may be lost in a row."""

SAME_LINE_SHARE = 0.5
"""Words of one line share this much of the lower one's height."""

STRIP_MARGIN = 1.5
"""Points left around a line that is cut out."""

PADDING = 8.0
"""Points of white an engine wants around a single line."""

STAMP_INK_SHARE = 0.5
"""A word most of whose ink is the stamp's was read from the stamp."""

MIN_CONFIDENCE = 0.5
"""A stamp is one when its words are read at least so surely: others are bold text, and stay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overprinted:
    """A page's words with those under stamps read again, and each stamp's words as a line."""

    words: tuple[Word, ...]
    stamps: tuple[tuple[Word, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Window:
    """A band of the page across its whole width, enlarged. `top` in points, `scale` pixels each."""

    pixels: Gray
    top: float
    scale: float

    @property
    def to_page(self) -> Affine:
        return affine(1 / self.scale, 0, 0, 0, 1 / self.scale, self.top)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stamp:
    """Heavy strokes that make one row of type, in pixels of their window."""

    strokes: Mask
    centre: tuple[float, float]
    width: float
    height: float
    degrees: float

    def corners(self, margin: float) -> npt.NDArray[np.float32]:
        size = (self.width + 2 * margin, self.height + 2 * margin)
        return np.asarray(cv2.boxPoints((self.centre, size, self.degrees)), dtype=np.float32)


def read_overprints(
    prepared: Prepared, words: Sequence[Word], engine: OcrEngine, settings: ExtractSettings
) -> Overprinted:
    """Return the words of a page with stamps and the lines under them read apart.

    Args:
        prepared: the page as the engine got it.
        words: what it read, boxes in points on the straight page.
        engine: the engine to ask again.
        settings: its settings.
    """
    stamps: list[tuple[Word, ...]] = []
    found = tuple(words)
    for window in _windows(prepared, words):
        for stamp in _find_stamps(window, _usual_stroke(prepared.pixels) / prepared.dpi):
            area = _box_of(stamp.corners(LINE_REACH * window.scale), window)
            if not any(_is_doubtful(word) and word.box.overlap(area) for word in found):
                continue
            read = _read_stamp(window, stamp, engine, prepared.dpi, settings)
            if read:
                stamps.append(read)
                found = _without_stamp(window, stamp, found, engine, prepared.dpi, settings)
    return Overprinted(words=found, stamps=tuple(stamps))


def _is_doubtful(word: Word) -> bool:
    return word.confidence is not None and word.confidence < DOUBTFUL and len(word.text) > 1


def _windows(prepared: Prepared, words: Sequence[Word]) -> list[_Window]:
    """Return the bands of a page in which words were read with doubt, none overlapping."""
    bands: list[list[float]] = []
    for word in sorted((w for w in words if _is_doubtful(w)), key=lambda w: w.box.top):
        top, bottom = word.box.top - WINDOW_HEIGHT, word.box.bottom + WINDOW_HEIGHT
        if bands and top < bands[-1][1]:
            bands[-1][1] = max(bands[-1][1], bottom)
        else:
            bands.append([max(0.0, top), bottom])
    if len(bands) > MAX_WINDOWS:
        _LOG.debug("%d doubtful stretches: not looked at for stamps", len(bands))
        return []
    scale = prepared.dpi / POINTS_PER_INCH
    found = []
    for top, bottom in bands:
        first = int(top * scale)
        cut = prepared.pixels[first : int(bottom * scale)]
        big = cv2.resize(cut, None, fx=UPSCALE, fy=UPSCALE, interpolation=cv2.INTER_CUBIC)
        found.append(
            _Window(
                pixels=np.asarray(big, dtype=np.uint8), top=first / scale, scale=scale * UPSCALE
            )
        )
    return found


def _usual_stroke(pixels: Gray) -> float:
    """Return the mean thickness of a page's strokes in pixels: twice its ink over its outlines."""
    ink = _ink(pixels)
    contours, _ = cv2.findContours(ink, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    outline = sum(cv2.arcLength(contour, True) for contour in contours)
    return 2 * float(ink.sum()) / outline if outline else 1.0


def _ink(pixels: Gray) -> Mask:
    return (pixels < 128).astype(np.uint8)


def _find_stamps(window: _Window, usual_inches: float) -> Iterator[_Stamp]:
    """Give the rows of heavy type in a window."""
    scale = window.scale
    thickness = usual_inches * POINTS_PER_INCH + HEAVIER
    size = max(3, round(thickness * scale))
    ink = _ink(window.pixels)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(
        cv2.morphologyEx(ink, cv2.MORPH_OPEN, kernel)
    )
    sides = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1) / scale
    keep = (sides >= MIN_PIECE) & (sides <= MAX_PIECE)
    keep[0] = False
    pieces = keep[labels].astype(np.uint8)
    reach = np.ones((round(ROW_REACH * scale), round(LETTER_REACH * scale)), np.uint8)
    count, rows, boxes, _ = cv2.connectedComponentsWithStats(cv2.dilate(pieces, reach))
    for index in range(1, count):
        x, y, w, h, _ = boxes[index]
        if w < MIN_STAMP_WIDTH * scale:
            continue
        part = np.zeros_like(pieces)
        part[y : y + h, x : x + w] = pieces[y : y + h, x : x + w] * (
            rows[y : y + h, x : x + w] == index
        )
        stamp = _stamp_of(part, ink, size, scale)
        if stamp is not None:
            yield stamp


def _stamp_of(pieces: Mask, ink: Mask, size: int, scale: float) -> _Stamp | None:
    """Return pieces as a stamp if they are many, in one row, and no more askew than a hand sets."""
    count = cv2.connectedComponents(pieces)[0] - 1
    points = np.argwhere(pieces)[:, ::-1].astype(np.float32)
    if count < MIN_PIECES:
        return None
    centre, (width, height), degrees = cv2.minAreaRect(points)
    if width < height:
        width, height, degrees = height, width, degrees - 90
    degrees = (degrees + 90) % 180 - 90
    if (
        width < MIN_STAMP_WIDTH * scale
        or height > MAX_STAMP_HEIGHT * scale
        or abs(degrees) > MAX_STAMP_TILT
    ):
        return None
    grown = cv2.dilate(pieces, np.ones((3, 3), np.uint8), iterations=size // 2)
    return _Stamp(
        strokes=np.asarray(cv2.bitwise_and(grown, ink), dtype=np.uint8),
        centre=(float(centre[0]), float(centre[1])),
        width=float(width),
        height=float(height),
        degrees=float(degrees),
    )


def _box_of(corners: npt.NDArray[np.float32], window: _Window) -> Box:
    low, high = corners.min(axis=0), corners.max(axis=0)
    return map_box(window.to_page, float(low[0]), float(low[1]), float(high[0]), float(high[1]))


def _read_stamp(
    window: _Window, stamp: _Stamp, engine: OcrEngine, dpi: float, settings: ExtractSettings
) -> tuple[Word, ...]:
    """Return a stamp's words, or none when they cannot be read surely enough to be believed."""
    alone = np.full_like(window.pixels, 255)
    alone[stamp.strokes > 0] = window.pixels[stamp.strokes > 0]
    matrix = np.asarray(cv2.getRotationMatrix2D(stamp.centre, stamp.degrees, 1), dtype=np.float64)
    level = cv2.warpAffine(alone, matrix, alone.shape[::-1], borderValue=(255,))
    pad = PADDING * window.scale
    left, top = stamp.centre[0] - stamp.width / 2 - pad, stamp.centre[1] - stamp.height / 2 - pad
    cut, offset = _cut(
        np.asarray(level, dtype=np.uint8),
        (left, top, stamp.width + 2 * pad, stamp.height + 2 * pad),
    )
    words = _read_line(cut, engine, dpi, settings)
    if not words or _mean_confidence(words) < MIN_CONFIDENCE:
        return ()
    back = compose(window.to_page, compose(invert(matrix), offset))
    return tuple(_moved(word, back, dpi) for word in words if any(c.isalnum() for c in word.text))


def _cut(pixels: Gray, area: tuple[float, float, float, float]) -> tuple[Gray, Affine]:
    """Return a cut of a window at the page's own resolution, and the map from it to the window."""
    left, top = max(0, int(area[0])), max(0, int(area[1]))
    cut = pixels[top : int(area[1] + area[3]), left : int(area[0] + area[2])]
    small = cv2.resize(cut, None, fx=1 / UPSCALE, fy=1 / UPSCALE, interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8), affine(UPSCALE, 0, left, 0, UPSCALE, top)


def _read_line(
    pixels: Gray, engine: OcrEngine, dpi: float, settings: ExtractSettings
) -> tuple[Word, ...]:
    if min(pixels.shape) < 4:
        return ()
    return engine.read(np.ascontiguousarray(pixels), dpi, settings, is_single_line=True)


def _moved(word: Word, to_page: Affine, dpi: float) -> Word:
    """Return a word of a cut where it stands on the straight page."""
    scale = dpi / POINTS_PER_INCH
    box = word.box
    moved = map_box(to_page, box.x0 * scale, box.top * scale, box.x1 * scale, box.bottom * scale)
    return dataclasses.replace(word, box=moved)


def _mean_confidence(words: Sequence[Word]) -> float:
    """Return the mean confidence weighted by length; 0 without any word."""
    return _certainty(words) / max(1, sum(len(word.text) for word in words))


def _without_stamp(
    window: _Window,
    stamp: _Stamp,
    words: tuple[Word, ...],
    engine: OcrEngine,
    dpi: float,
    settings: ExtractSettings,
) -> tuple[Word, ...]:
    """Return the words with the lines a stamp touches read again without it.

    What was read from the stamp goes; a line's words give way to the second reading where more of
    that is likely right.
    """
    area = _box_of(stamp.corners(0), window)
    words = tuple(word for word in words if not _is_of(word, stamp, window))
    cleaned = _erased(window, stamp)
    for line in _lines_at(cleaned, window, area, words):
        cut, offset = _cut(cleaned, _in_window(line, window))
        pad = round(PADDING * dpi / POINTS_PER_INCH)
        padded = cv2.copyMakeBorder(cut, pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=(255,))
        back = compose(window.to_page, compose(offset, affine(1, 0, -pad, 0, 1, -pad)))
        again = [
            _moved(word, back, dpi)
            for word in _read_line(np.asarray(padded, dtype=np.uint8), engine, dpi, settings)
        ]
        before = [word for word in words if _stands_in(word.box, line)]
        if _certainty(again) > _certainty(before):
            words = (*(word for word in words if word not in before), *again)
    return words


def _is_of(word: Word, stamp: _Stamp, window: _Window) -> bool:
    """Whether a word was read from the stamp: most of the ink in its box is the stamp's."""
    scale = window.scale
    top, bottom = (max(0, round((y - window.top) * scale)) for y in (word.box.top, word.box.bottom))
    left, right = (max(0, round(x * scale)) for x in (word.box.x0, word.box.x1))
    ink = int(_ink(window.pixels[top:bottom, left:right]).sum())
    return int(stamp.strokes[top:bottom, left:right].sum()) > STAMP_INK_SHARE * max(1, ink)


def _certainty(words: Sequence[Word]) -> float:
    """Return how many characters of words are likely right: each counts by its confidence."""
    return sum((word.confidence or 0.0) * len(word.text) for word in words)


def _stands_in(box: Box, area: Box) -> bool:
    """Whether a box's middle lies in an area."""
    middle = (box.x0 + box.x1) / 2
    return area.x0 <= middle <= area.x1 and area.top <= box.middle <= area.bottom


def _erased(window: _Window, stamp: _Stamp) -> Gray:
    """Return the window without the stamp: its strokes, their gray edges, and what is left of it.

    Edges are taken only where no ink is, so that a stroke of type that runs on keeps its end.
    """
    ink = _ink(window.pixels)
    halo = cv2.dilate(stamp.strokes, np.ones((3, 3), np.uint8), iterations=HALO)
    cleaned = window.pixels.copy()
    cleaned[(stamp.strokes > 0) | ((halo > 0) & (ink == 0))] = 255
    inside = np.zeros_like(ink)
    corners = stamp.corners(REST_HEIGHT / 2 * window.scale)
    cv2.fillConvexPoly(inside, np.round(corners).astype(np.int32), 1)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(_ink(cleaned))
    for index in range(1, count):
        x, y, w, h, _ = stats[index]
        own = labels[y : y + h, x : x + w] == index
        touches = halo[y : y + h, x : x + w][own].any()
        if h < REST_HEIGHT * window.scale and touches and inside[y : y + h, x : x + w][own].all():
            cleaned[y : y + h, x : x + w][own] = 255
    return cleaned


def _lines_at(cleaned: Gray, window: _Window, area: Box, words: Sequence[Word]) -> list[Box]:
    """Return the lines of type a stamp touches, by the words that stand beside or under it.

    A line's height is that of its words outside the stamp; it ends where its ink does.
    """
    lines: list[Box] = []
    for word in sorted(words, key=lambda w: w.box.x0):
        box = word.box
        is_beside = box.bottom > area.top and box.top < area.bottom + STRIP_MARGIN
        if not is_beside or box.x0 > area.x1 + LINE_REACH or _stands_in(box, area):
            continue
        home = next((n for n, line in enumerate(lines) if _is_level(line, box)), None)
        if home is None:
            lines.append(box)
        else:
            lines[home] = lines[home].union(box)
    return [_to_its_ends(line, cleaned, window) for line in lines]


def _is_level(one: Box, other: Box) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared >= SAME_LINE_SHARE * min(one.height, other.height)


def _to_its_ends(line: Box, cleaned: Gray, window: _Window) -> Box:
    """Return a line widened to both sides as far as its ink goes on without a wide blank."""
    _, y, _, h = _in_window(line, window)
    ink = _ink(cleaned[max(0, int(y)) : int(y + h)])
    columns = np.flatnonzero(ink.any(axis=0)) / window.scale
    x0, x1 = line.x0, line.x1
    for column in columns[columns > x1]:
        if column - x1 > LINE_REACH:
            break
        x1 = float(column)
    for column in columns[columns < x0][::-1]:
        if x0 - column > LINE_REACH:
            break
        x0 = float(column)
    return Box(x0=x0, top=line.top, x1=x1, bottom=line.bottom)


def _in_window(line: Box, window: _Window) -> tuple[float, float, float, float]:
    """Return a line with a margin in its window's pixels: left, top, width, height."""
    scale = window.scale
    margin = STRIP_MARGIN * scale
    return (
        line.x0 * scale - margin,
        (line.top - window.top) * scale - margin,
        line.width * scale + 2 * margin,
        line.height * scale + 2 * margin,
    )
