"""The connected pieces of ink of a page image: found once, asked by everything that looks at ink.

Finding them is the dearest thing done to a page besides reading it (40 ms at 200 dpi), so whoever
prepares a page finds them and hands them on. Knows pixels and sizes only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extract.page import Box
from extract.raster import Gray

Rows = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

INK = 160
"""Gray below this is ink once the paper is evened out to 255: blurred thin strokes stay above 200
only where they were specks."""

TYPE_HEIGHT = (3.0, 24.0)
MAX_TYPE_WIDTH = 120.0
"""Points: pieces of ink of these sizes may be letters, or letters grown together to a word."""

CAPITAL_SHARE = 0.85
"""Share of the letters of a page that are no higher than its capitals, usually: descending letters
and pieces grown together are."""

SMALL_LETTER = (0.6, 0.85)
"""Height of a small letter to that of a capital: 0.7 in typewriter type, measured to a pixel."""

MIN_SMALL_SHARE = 0.5
"""Of running text 0.51 to 0.64 of the pieces are small letters, of headers and capitals up to
0.48."""

READ_MARGIN = 1.0
"""Points around a word's box that count as read: boxes cut strokes by up to a pixel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """The pieces of ink of an image.

    Attributes:
        labels: For each pixel the number of its piece, 0 where there is no ink; shape of the image.
        boxes: For each number left, top, width, height and area in pixels, shape (n, 5). The first
            row is the paper's; those of pieces that were taken out have an area of 0.
    """

    labels: npt.NDArray[np.int32]
    boxes: Rows

    def without(self, gone: Rows, *, erased_from: Gray) -> Pieces:
        """Return the pieces but for some, given by number; the others keep their numbers.

        Args:
            gone: Their numbers.
            erased_from: The image; they are painted over in it, with the gray around them.
        """
        labels, boxes = self.labels.copy(), self.boxes.copy()
        for number, (x, y, w, h, _) in zip(gone.tolist(), boxes[gone].tolist(), strict=True):
            area = (slice(max(0, y - 1), y + h + 1), slice(max(0, x - 1), x + w + 1))
            own = labels[area]
            erased_from[area][(own == number) | (own == 0)] = 255
            own[own == number] = 0
        boxes[gone] = 0
        return Pieces(labels=labels, boxes=boxes)

    def are_type(self, scale: float) -> Flags:
        """Return which pieces may be letters by their size, shape (n,); `scale` is pixels a point.

        Seals, bars, frames and blots are none.
        """
        width, height = self.boxes[:, 2], self.boxes[:, 3]
        flags = (height >= TYPE_HEIGHT[0] * scale) & (height <= TYPE_HEIGHT[1] * scale)
        flags &= width <= MAX_TYPE_WIDTH * scale
        flags[0] = False
        return flags

    def are_running_text(self, scale: float) -> bool:
        """Return whether most of the type is small letters; `scale` is pixels a point."""
        heights = self.boxes[self.are_type(scale), 3]
        if not len(heights):
            return False
        capital = np.quantile(heights, CAPITAL_SHARE)
        low, high = (share * capital for share in SMALL_LETTER)
        return bool(np.mean((heights > low) & (heights < high)) >= MIN_SMALL_SHARE)

    def covered_share(self, boxes: Sequence[Box], scale: float) -> float:
        """Return the share of the ink of the size of type that lies under boxes (points), 0 to 1.

        1 for a page without type.
        """
        are_type = self.are_type(scale)
        total = int(self.boxes[are_type, 4].sum())
        if not total:
            return 1.0
        left = np.bincount(self.labels[self.uncovered(boxes, scale)], minlength=len(are_type))
        return 1.0 - float(left[are_type].sum()) / total

    def uncovered(self, boxes: Sequence[Box], scale: float) -> Flags:
        """Return where ink lies under none of the boxes (points), shape of the image."""
        ink = self.labels > 0
        for box in boxes:
            ink[
                max(0, round((box.top - READ_MARGIN) * scale)) : round(
                    (box.bottom + READ_MARGIN) * scale
                ),
                max(0, round((box.x0 - READ_MARGIN) * scale)) : round(
                    (box.x1 + READ_MARGIN) * scale
                ),
            ] = False
        return ink


def find_pieces(pixels: Gray) -> Pieces:
    """Return the pieces of ink of a page image whose paper is white."""
    ink = (pixels < INK).astype(np.uint8)
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(ink)
    return Pieces(
        labels=np.asarray(labels, dtype=np.int32), boxes=np.asarray(boxes, dtype=np.int64)
    )
