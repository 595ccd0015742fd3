"""Find ink an engine left unread, and read those rows once more on their own.

A stamp set over a line, or touching its neighbour, makes an engine give up words that a reader
sees well (the `000392` under `RELEASED IN FULL` of 11 MEXICO 392). What was dropped lowers no
confidence, so the ink is compared: what lies under no word's box and is the size of type is unread.
The row it continues is cut out between cap line and foot, so that the stamp stays outside, and read
as one line.
"""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from extract.engines import OcrEngine
from extract.geometry import rounded_box
from extract.ink.image import Prepared
from extract.page import Box, Word
from extract.settings import ExtractSettings
from extract.words import measure

_LOG = logging.getLogger(__name__)

CHARACTER_REACH = 6.0
"""Points sideways over which unread pieces are one region: the space between two letters."""

MIN_REGION_WIDTH, MIN_REGION_HEIGHT = 10.0, 3.0
"""Points: two letters, seen from a little under half their height."""

MAX_REGION_HEIGHT = 24.0
"""Points: higher regions are pictures, seals and handwriting, not a row of type."""

MIN_REGION_INK = 8.0
"""Square points of ink: one letter of type has 5 to 12, a speck under 4."""

MAX_REGIONS = 8
"""More unread regions than this are no dropped words but a page an engine cannot read: handwriting,
a photograph, a copy of a copy. Looking again (0.1 s each) does not help there."""

CAP_SHARE, FOOT_SHARE = 1.05, 0.3
"""How far the strip reaches above and below the row's foot, in heights of its capitals: all of the
type, as little as possible of what is printed over it."""

MIN_CONFIDENCE = 0.3
"""Below this a second reading is noise; measured on foia_scans, where right ones start at 0.4."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Strip:
    """A row to read again: its box, and the unread stretch in it that is wanted."""

    box: Box
    wanted: Box


def read_again(
    prepared: Prepared, words: Sequence[Word], engine: OcrEngine, settings: ExtractSettings
) -> tuple[Word, ...]:
    """Return the words a second look finds in unread ink, in points on the straight page.

    Args:
        prepared: The page as the engine got it.
        words: What the engine read.
        engine: The engine to ask again.
        settings: Its settings.
    """
    regions = find_unread(prepared, words)
    if len(regions) > MAX_REGIONS:
        _LOG.debug("%d unread regions: not looked at again", len(regions))
        return ()
    strips = [strip for strip in (_strip_of(region, words) for region in regions) if strip]
    return tuple(
        word for strip in strips for word in _read_strip(prepared, strip, engine, settings)
    )


def find_unread(prepared: Prepared, words: Sequence[Word]) -> list[Box]:
    """Return the regions of type-sized ink under no word, in points on the straight page."""
    scale = prepared.scale
    ink = prepared.pieces.uncovered([word.box for word in words], scale).astype(np.uint8)
    if np.count_nonzero(ink) < MIN_REGION_INK * scale**2:
        return []
    joined = cv2.dilate(ink, np.ones((3, round(CHARACTER_REACH * scale)), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    amounts = np.bincount(labels[ink > 0], minlength=len(stats))
    reach = CHARACTER_REACH / 2
    found = []
    for (x, y, w, h, _), amount in zip(stats[1:], amounts[1:], strict=True):
        box = Box(
            x0=x / scale + reach,
            top=y / scale,
            x1=(x + w) / scale - reach,
            bottom=(y + h) / scale,
        )
        if (
            box.width >= MIN_REGION_WIDTH
            and MIN_REGION_HEIGHT <= box.height <= MAX_REGION_HEIGHT
            and amount >= MIN_REGION_INK * scale**2
        ):
            found.append(box)
    return found


def _strip_of(region: Box, words: Sequence[Word]) -> _Strip | None:
    """Return the row an unread region continues: the nearest word left of it on its height."""
    before = [
        (word, measured.baseline, measured.size)
        for word, measured in ((word, measure(word)) for word in words)
        if measured.size is not None
        and word.box.x1 <= region.x0 + CHARACTER_REACH
        and measured.baseline - measured.size <= region.middle <= measured.baseline
    ]
    if not before:
        return None
    word, baseline, size = max(before, key=lambda item: item[0].box.x1)
    row_start = min(item[0].box.x0 for item in before if abs(item[1] - baseline) < size / 2)
    return _Strip(
        box=Box(
            x0=row_start,
            top=baseline - CAP_SHARE * size,
            x1=region.x1 + CHARACTER_REACH / 2,
            bottom=baseline + FOOT_SHARE * size,
        ),
        wanted=Box(x0=word.box.x1, top=region.top, x1=region.x1, bottom=region.bottom),
    )


def _read_strip(
    prepared: Prepared, strip: _Strip, engine: OcrEngine, settings: ExtractSettings
) -> list[Word]:
    """Return the words of a strip that stand in its wanted stretch."""
    scale = prepared.scale
    pad = round(strip.box.height / 2 * scale)
    left, top = max(0, round(strip.box.x0 * scale)), max(0, round(strip.box.top * scale))
    cut = prepared.pixels[top : round(strip.box.bottom * scale), left : round(strip.box.x1 * scale)]
    padded = cv2.copyMakeBorder(cut, pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=(255,))
    words = engine.read(
        np.asarray(padded, dtype=np.uint8), prepared.dpi, settings, is_single_line=True
    )
    moved = (_moved(word, (left - pad) / scale, (top - pad) / scale) for word in words)
    return [word for word in moved if _is_wanted(word, strip.wanted)]


def _is_wanted(word: Word, wanted: Box) -> bool:
    """Return whether a word of a strip is one the first reading lacked, and no noise."""
    middle = (word.box.x0 + word.box.x1) / 2
    is_sure = word.confidence is None or word.confidence >= MIN_CONFIDENCE
    return wanted.x0 <= middle <= wanted.x1 and is_sure and any(c.isalnum() for c in word.text)


def _moved(word: Word, x: float, y: float) -> Word:
    """Return a word moved right by x and down by y points."""
    box = rounded_box(word.box.x0 + x, word.box.top + y, word.box.x1 + x, word.box.bottom + y)
    return dataclasses.replace(word, box=box)
