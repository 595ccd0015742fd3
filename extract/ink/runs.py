"""Long thin runs of ink: what rules, strikes and the sides of boxes are made of.

Most pages have few or none, so whether there is any is asked first. Knows pixels only.
"""

from __future__ import annotations

from enum import Enum

import cv2
import numpy as np

from extract.raster import Gray


class Direction(Enum):
    """How a run lies; its value is the shape of a run of one pixel more or less."""

    ACROSS = (0, 1)
    UPRIGHT = (1, 0)


def find_runs(ink: Gray, length: int, direction: Direction) -> Gray | None:
    """Return a mask of the runs of ink at least so many pixels long; None where there are none."""
    kernel = np.ones([max(1, length * axis) for axis in direction.value], np.uint8)
    left = cv2.erode(ink, kernel)
    if not cv2.countNonZero(left):
        return None
    # Together with the erosion an opening: what is dilated back is all of each run.
    return np.asarray(cv2.dilate(left, kernel), dtype=np.uint8)


def boxes_of(mask: Gray | None) -> list[tuple[int, int, int, int]]:
    """Return left, top, width and height of each connected piece of a mask, from the top."""
    if mask is None:
        return []
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    boxes = [cv2.boundingRect(contour) for contour in contours]
    return sorted(((x, y, w, h) for x, y, w, h in boxes), key=lambda box: (box[1], box[0]))
