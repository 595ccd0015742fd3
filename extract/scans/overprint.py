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
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from extract.engines import OcrEngine
from extract.geometry import Affine, affine, compose, invert, map_box
from extract.ink.heavy import (
    UPSCALE,
    HeavyRow,
    Window,
    box_on_page,
    find_heavy_rows,
    ink_of,
    usual_stroke,
    without,
)
from extract.ink.image import Prepared
from extract.page import Box, Word
from extract.raster import POINTS_PER_INCH, Gray
from extract.settings import ExtractSettings

_LOG = logging.getLogger(__name__)

DOUBTFUL = 0.6
"""Words under a stamp are read with less confidence than this (0 to 0.5 on foia_scans); on the rest
of a typical page two words in a hundred are."""

MAX_WINDOWS = 5
"""More doubtful stretches than this are no stamp but a page an engine can hardly read."""

WINDOW_HEIGHT = 26.0
"""Points above and below a doubtful word that are looked at: a tilted stamp and its neighbours."""

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

LEAST_GAIN = 4.0
"""Characters more that are likely right than before: a word. Bold text of a worn print looks like a
stamp, but taking it apart gains nothing."""

MIN_CONFIDENCE, SURE_CONFIDENCE = 0.5, 0.8
"""A stamp is one when its words are read at least so surely, and a single word more so: a piece of
a bold banner is one too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overprinted:
    """A page's words with those under stamps read again, and each stamp's words as a line."""

    words: tuple[Word, ...]
    stamps: tuple[tuple[Word, ...], ...]


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
    windows = _windows(prepared, words)
    stroke = usual_stroke(prepared.pixels) / prepared.dpi if windows else 0.0
    for window in windows:
        for stamp in find_heavy_rows(window, stroke):
            area = box_on_page(stamp.corners(LINE_REACH * window.scale), window)
            if not any(_is_doubtful(word) and word.box.overlap(area) for word in found):
                continue
            read = _read_stamp(window, stamp, engine, prepared.dpi, settings)
            if not read:
                continue
            apart = _without_stamp(window, stamp, found, engine, prepared.dpi, settings)
            gained = _certainty((*read, *apart)) - _certainty(found)
            if gained >= LEAST_GAIN:
                stamps.append(read)
                found = apart
    return Overprinted(words=found, stamps=tuple(stamps))


def _is_doubtful(word: Word) -> bool:
    return word.confidence is not None and word.confidence < DOUBTFUL and len(word.text) > 1


def _windows(prepared: Prepared, words: Sequence[Word]) -> list[Window]:
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
    scale = prepared.scale
    found = []
    for top, bottom in bands:
        first = int(top * scale)
        cut = prepared.pixels[first : int(bottom * scale)]
        big = cv2.resize(cut, None, fx=UPSCALE, fy=UPSCALE, interpolation=cv2.INTER_CUBIC)
        found.append(
            Window(pixels=np.asarray(big, dtype=np.uint8), top=first / scale, scale=scale * UPSCALE)
        )
    return found


def _read_stamp(
    window: Window, stamp: HeavyRow, engine: OcrEngine, dpi: float, settings: ExtractSettings
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
    if _mean_confidence(words) < (MIN_CONFIDENCE if len(words) > 1 else SURE_CONFIDENCE):
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
    window: Window,
    stamp: HeavyRow,
    words: tuple[Word, ...],
    engine: OcrEngine,
    dpi: float,
    settings: ExtractSettings,
) -> tuple[Word, ...]:
    """Return the words with the lines a stamp touches read again without it.

    What was read from the stamp goes; a line's words give way to the second reading where more of
    that is likely right.
    """
    area = box_on_page(stamp.corners(0), window)
    words = tuple(word for word in words if not _is_of(word, stamp, window))
    cleaned = without(window, stamp)
    for line in _lines_at(cleaned, window, area, words):
        cut, offset = _cut(cleaned, _in_window(line, window))
        pad = round(PADDING * dpi / POINTS_PER_INCH)
        padded = cv2.copyMakeBorder(cut, pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=(255,))
        back = compose(window.to_page, compose(offset, affine(1, 0, -pad, 0, 1, -pad)))
        again = [
            _on_line(_moved(word, back, dpi), line, area)
            for word in _read_line(np.asarray(padded, dtype=np.uint8), engine, dpi, settings)
        ]
        before = [word for word in words if _stands_in(word.box, line)]
        if _certainty(again) > _certainty(before):
            words = (*(word for word in words if word not in before), *again)
    return words


def _on_line(word: Word, line: Box, area: Box) -> Word:
    """Return a word no higher than its line, and as high where the stamp was.

    What is left of a stamp makes boxes reach above the line, and what went with it cuts them.
    """
    top, bottom = max(word.box.top, line.top), min(word.box.bottom, line.bottom)
    if bottom <= top or word.box.overlap(area):
        top, bottom = line.top, line.bottom
    return dataclasses.replace(word, box=dataclasses.replace(word.box, top=top, bottom=bottom))


def _is_of(word: Word, stamp: HeavyRow, window: Window) -> bool:
    """Whether a word was read from the stamp: most of the ink in its box is the stamp's."""
    scale = window.scale
    top, bottom = (max(0, round((y - window.top) * scale)) for y in (word.box.top, word.box.bottom))
    left, right = (max(0, round(x * scale)) for x in (word.box.x0, word.box.x1))
    ink = int(ink_of(window.pixels[top:bottom, left:right]).sum())
    return int(stamp.strokes[top:bottom, left:right].sum()) > STAMP_INK_SHARE * max(1, ink)


def _certainty(words: Sequence[Word]) -> float:
    """Return how many characters of words are likely right: each counts by its confidence."""
    return sum((word.confidence or 0.0) * len(word.text) for word in words)


def _stands_in(box: Box, area: Box) -> bool:
    """Whether a box's middle lies in an area."""
    middle = (box.x0 + box.x1) / 2
    return area.x0 <= middle <= area.x1 and area.top <= box.middle <= area.bottom


def _lines_at(cleaned: Gray, window: Window, area: Box, words: Sequence[Word]) -> list[Box]:
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


def _to_its_ends(line: Box, cleaned: Gray, window: Window) -> Box:
    """Return a line widened to both sides as far as its ink goes on without a wide blank."""
    _, y, _, h = _in_window(line, window)
    ink = ink_of(cleaned[max(0, int(y)) : int(y + h)])
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


def _in_window(line: Box, window: Window) -> tuple[float, float, float, float]:
    """Return a line with a margin in its window's pixels: left, top, width, height."""
    scale = window.scale
    margin = STRIP_MARGIN * scale
    return (
        line.x0 * scale - margin,
        (line.top - window.top) * scale - margin,
        line.width * scale + 2 * margin,
        line.height * scale + 2 * margin,
    )
