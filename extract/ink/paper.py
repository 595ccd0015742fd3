"""The paper of a page: how light it is, made evenly white; and pages with white print on black.

Knows pixels only; sizes are in points and multiplied by `scale` (pixels a point).
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from extract.raster import Gray

DARKEST_PAPER = 90
"""Gray (of 255): third copies on gray paper are at 130; a darker page is mostly blacked out."""

INK_SHARE = 0.6
"""Darker than this share of the paper's brightness is ink, wherever it is not yet evened out."""

DARKEST_AROUND = 64
"""Gray below which what is around a place is no paper: a solid area wider than half an inch."""

SHADE = (0.5, 0.85)
MIN_SHADED_SHARE = 0.05
"""Shade is darker than the second of these shares of the paper, and lighter than the first, over so
much of a page and of its edge: a book's gutter, a page that stood off the glass. A photograph
reaches no edge, and the generator's worst paper is at 0.86 in its darkest places."""

NEGATIVE_DARK_SHARE = 0.5
NEGATIVE_TYPE_SHARE = 0.5
NEGATIVE_LETTERS = 100
"""A page that is mostly dark is a negative if what is light on it is type: at least so many pieces
of the size of letters, with this share of the light area. On a page that was blacked out the light
area is margins and gaps (0 to 0.1); on negatives of the generator's prints letters have 0.9."""

LETTER_SIDES = (3.0, 24.0)
"""Points: height of a letter, and width of one or of several grown together."""

FAINT = 215
"""Gray, on paper of 255, below which a pixel may be print: a sixth darker than the paper."""

MIN_FAINT_SHARE = 0.0005
"""Share of a page that is print where there is any: half a dozen letters."""

FULL_INK = 30
"""Gray, on paper of 255, that the darker quarter of the print is brought to where it is paler. On
the gray scans among 16 worn prints (print at 63 to 119) it takes the errors from 3.9 to 1.3 % of
the characters; 60 takes them to 1.8, 0 to 1.3, and typical prints stay at 0.4 whatever it is."""

HAZE_SHARE = 0.15
"""What has less than this share of the darkness of pale print is taken for paper: grain, and what
shows through from the back. It takes the errors on 24 worn gray pages from 8.3 to 7 % of the
characters, and print with a fifth of the other side showing through from 1.8 to 0.5; from 0.3 on
thin strokes go with it."""

SAMPLING = 4
"""Every so many rows are looked at: print is the same in all."""


def paper_of(pixels: Gray) -> int:
    """Return the gray value of the paper: most of a page, or its lightest part on a black one."""
    paper, lightest = gray_below(pixels, 0.75), gray_below(pixels, 0.99)
    return paper if paper >= DARKEST_PAPER else lightest


def gray_below(pixels: Gray, share: float) -> int:
    """Return the gray that so great a share of the pixels is not lighter than."""
    counts = np.cumsum(_counts(pixels))
    return int(np.searchsorted(counts, share * counts[-1]))


def _counts(pixels: Gray) -> npt.NDArray[np.float32]:
    """Return how many pixels there are of each gray, shape (256,)."""
    counts = cv2.calcHist([pixels], [0], None, [256], [0, 256])
    return np.asarray(counts, dtype=np.float32).ravel()


def even_paper(pixels: Gray, dpi: float) -> Gray:
    """Return the page with its paper made evenly white: shading and gray paper divided out."""
    return divide_out(np.maximum(paper_around(pixels, dpi), DARKEST_AROUND), pixels)


def find_shading(pixels: Gray, dpi: float) -> Gray | None:
    """Return how light the paper is around each place, if a good part of a page lies in shade.

    Of any shape; None for most pages, whose paper is even enough. What is darker than half the
    paper is no shade but solid, and stays so.
    """
    around, paper = paper_around(pixels, dpi), paper_of(pixels)
    solid, light = (share * paper for share in SHADE)
    shaded = (around > solid) & (around < light)
    edge = np.concatenate([shaded[0], shaded[-1], shaded[:, 0], shaded[:, -1]])
    if min(shaded.mean(), edge.mean()) < MIN_SHADED_SHARE:
        return None
    return np.maximum(around, np.uint8(solid))


def paper_around(pixels: Gray, dpi: float) -> Gray:
    """Return how light the paper is within a quarter of an inch of each place, in few pixels."""
    # A broken PDF may have a page of fewer pixels than become one.
    down, across = (max(0.125, 1 / side) for side in pixels.shape)
    coarse = cv2.resize(pixels, None, fx=across, fy=down, interpolation=cv2.INTER_AREA)
    reach = max(3, round(dpi / 8 * 0.5) | 1)
    lightest = cv2.dilate(coarse, np.ones((reach, reach), np.uint8))
    return np.asarray(cv2.GaussianBlur(lightest, (0, 0), reach / 2), dtype=np.uint8)


def divide_out(paper: Gray, pixels: Gray) -> Gray:
    """Return a page with its paper, given in few pixels, made white."""
    rows, columns = pixels.shape
    full = cv2.resize(paper, (columns, rows), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(pixels, full, scale=255.0), dtype=np.uint8)


def is_negative(pixels: Gray, scale: float) -> bool:
    """Return whether a page is white print on black, as copies from microfilm are."""
    middle = (gray_below(pixels, 0.05) + gray_below(pixels, 0.99)) // 2
    if gray_below(pixels, NEGATIVE_DARK_SHARE) > middle:
        return False
    light = (pixels > middle).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(light)
    x, y, width, height, area = stats[1:].T
    rows, columns = pixels.shape
    # What is light to the very edge lies beside the film.
    inside = (x > 0) & (y > 0) & (x + width < columns) & (y + height < rows)
    least, most = (side * scale for side in LETTER_SIDES)
    letters = inside & (height >= least) & (height <= most) & (width <= 2 * most)
    share = area[letters].sum() / max(int(area[inside].sum()), 1)
    return bool(letters.sum() >= NEGATIVE_LETTERS and share >= NEGATIVE_TYPE_SHARE)


def contrast_gain(pixels: Gray, paper: int) -> float:
    """Return how much the contrast of a page's print must be raised; 1 where it is dark enough.

    Args:
        pixels: The page as it was scanned.
        paper: Gray of its paper.
    """
    sample = pixels[::SAMPLING]
    counts = _counts(sample)[: round(FAINT * paper / 255)]
    if counts.sum() < MIN_FAINT_SHARE * sample.size:
        return 1.0
    ink = int(np.searchsorted(np.cumsum(counts), counts.sum() / 4)) * 255 / paper
    return (255 - FULL_INK) / (255 - ink) if ink > FULL_INK else 1.0


def with_contrast(pixels: Gray, paper: int, gain: float) -> Gray:
    """Return a page with its paper made white and its print darker by a gain, haze taken out."""
    darkness = (paper - np.arange(256)) * 255 / paper
    ink = (255 - FULL_INK) / gain
    haze = HAZE_SHARE * ink
    table = np.clip(255 - (darkness - haze) * (255 - FULL_INK) / (ink - haze), 0, 255)
    return np.asarray(cv2.LUT(pixels, table.astype(np.uint8)), dtype=np.uint8)
