"""What copying and scanning do to a page: tilt, fading, dirt, dark edges, too much or little ink.

All noise is drawn from whole numbers and blended by Pillow, so that the same numbers give the same
pixels.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter
from PIL.Image import Image as PilImage

from tests.synthetic.image_pdf import Mode
from tests.synthetic.sheets import HEIGHT, WIDTH, Figure

Pixels = npt.NDArray[np.int16]

WHITE = 255
POINTS_PER_INCH = 72


class Level(StrEnum):
    """How much a print has been through."""

    CLEAN = "clean"
    TYPICAL = "typical"
    BAD = "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """Measures of a level; lengths in points, so that they do not depend on the resolution."""

    skew_degrees: float
    """Largest tilt either way."""
    shift: float
    """Largest offset of the page on the glass."""
    blur: tuple[float, float]
    """Least and most Gaussian radius."""
    fade: int
    """How much lighter a thin stroke gets in the weakest places, in gray levels."""
    paper: int
    """How much darker paper gets in the darkest places."""
    grain: int
    """Largest noise of a pixel."""
    specks: tuple[int, int]
    """Fewest and most specks of dirt on a page."""
    threshold: tuple[int, int]
    """Lowest and highest gray level that still counts as ink: low thins strokes, high fattens."""
    edge_chance: float
    """How likely the copier's dark edge shows."""


DAMAGE = {
    Level.CLEAN: Damage(
        skew_degrees=0.1,
        shift=1,
        blur=(0.0, 0.1),
        fade=0,
        paper=4,
        grain=4,
        specks=(0, 3),
        threshold=(135, 165),
        edge_chance=0.0,
    ),
    Level.TYPICAL: Damage(
        skew_degrees=0.7,
        shift=6,
        blur=(0.15, 0.38),
        fade=80,
        paper=18,
        grain=36,
        specks=(15, 60),
        threshold=(115, 195),
        edge_chance=0.4,
    ),
    Level.BAD: Damage(
        skew_degrees=1.6,
        shift=10,
        blur=(0.25, 0.48),
        fade=110,
        paper=35,
        grain=45,
        specks=(150, 400),
        threshold=(112, 175),
        edge_chance=0.8,
    ),
}

SPECK_RADII = (0.2, 0.2, 0.3, 0.4, 0.7)
"""Radii of specks in points: most are small."""

STROKE_REACH = 2.0
"""How far around a pixel, in points, ink counts as the same solid area: wider than a stroke."""

PATCHES = (9, 7)
"""Rows and columns of the grid that print fades and paper darkens in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where the page came to lie on the glass: turned about its middle, then moved, in points."""

    degrees: float
    dx: float
    dy: float

    def move(self, figure: Figure) -> Figure:
        """Return a figure with the upright box around where it now lies."""
        angle = math.radians(self.degrees)
        corners = [(x, y) for x in (figure.x0, figure.x1) for y in (figure.top, figure.bottom)]
        turned = []
        for x, y in corners:
            u, v = x - WIDTH / 2, y - HEIGHT / 2
            # Counter-clockwise as seen, on an axis that points down.
            turned.append(
                (
                    WIDTH / 2 + u * math.cos(angle) + v * math.sin(angle) + self.dx,
                    HEIGHT / 2 - u * math.sin(angle) + v * math.cos(angle) + self.dy,
                )
            )
        xs, ys = [x for x, _ in turned], [y for _, y in turned]
        return replace(figure, x0=min(xs), top=min(ys), x1=max(xs), bottom=max(ys))


def place_page(rng: Random, level: Level) -> Placement:
    """Draw the placement: always first from a page's numbers, so that the truth can repeat it."""
    damage = DAMAGE[level]
    return Placement(
        degrees=rng.uniform(-damage.skew_degrees, damage.skew_degrees),
        dx=rng.uniform(-damage.shift, damage.shift),
        dy=rng.uniform(-damage.shift, damage.shift),
    )


def wear(image: PilImage, level: Level, rng: Random, dpi: int, mode: Mode) -> PilImage:
    """Return a gray page as the scanner stores it: worn, and cut to 1 bit where `mode` says so."""
    damage = DAMAGE[level]
    scale = dpi / POINTS_PER_INCH
    place = place_page(rng, level)
    image = image.rotate(
        place.degrees,
        Image.Resampling.BICUBIC,
        translate=(round(place.dx * scale), round(place.dy * scale)),
        fillcolor=WHITE,
    )
    if rng.random() < damage.edge_chance:
        _copier_edge(image, rng, scale)
    _specks(image, rng, scale, rng.randint(*damage.specks))
    image = image.filter(ImageFilter.GaussianBlur(rng.uniform(*damage.blur) * scale))
    noise = np.random.Generator(np.random.PCG64(rng.getrandbits(64)))
    pixels = _fade(image, damage, noise, scale)
    if damage.grain:
        pixels = pixels + _grain(pixels.shape, damage.grain, noise)
    threshold = rng.randint(*damage.threshold)
    if mode is Mode.BILEVEL:
        return Image.fromarray(np.where(pixels > threshold, 255, 0).astype(np.uint8)).convert("1")
    return Image.fromarray(np.clip(pixels, 0, WHITE).astype(np.uint8))


def _fade(image: PilImage, damage: Damage, noise: np.random.Generator, scale: float) -> Pixels:
    """Lighten print in some places and darken paper in others; solid areas stay solid."""
    ink = WHITE - np.asarray(image, dtype=np.int16)
    lighter = _patches(ink.shape, damage.fade, noise)
    darker = _patches(ink.shape, damage.paper, noise)
    around = image.filter(ImageFilter.GaussianBlur(STROKE_REACH * scale))
    thin = np.asarray(around, dtype=np.int32)
    faded = ink - (lighter * thin // WHITE).astype(np.int16)
    return np.asarray(WHITE - np.maximum(faded, darker), dtype=np.int16)


def _patches(shape: tuple[int, ...], most: int, noise: np.random.Generator) -> Pixels:
    """Return a smooth random field of the page's size from 0 to `most`."""
    coarse = noise.integers(0, most + 1, PATCHES, dtype=np.uint8)
    smooth = Image.fromarray(coarse).resize((shape[1], shape[0]), Image.Resampling.BICUBIC)
    return np.asarray(smooth, dtype=np.int16)


def _grain(shape: tuple[int, ...], most: int, noise: np.random.Generator) -> Pixels:
    """Return noise that is mostly small: the sum of three whole numbers about zero."""
    drawn = noise.integers(-most, most + 1, (3, *shape), dtype=np.int16)
    return np.asarray(drawn.sum(axis=0, dtype=np.int16) // 2, dtype=np.int16)


def _specks(image: PilImage, rng: Random, scale: float, count: int) -> None:
    """Scatter dirt; on gray scans it is as dark as print."""
    brush = ImageDraw.Draw(image)
    for _ in range(count):
        x, y = rng.uniform(0, image.width), rng.uniform(0, image.height)
        radius = rng.choice(SPECK_RADII) * scale
        brush.ellipse((x - radius, y - radius, x + radius, y + radius), fill=rng.randint(0, 60))


def _copier_edge(image: PilImage, rng: Random, scale: float) -> None:
    """Draw the dark strip that shows where the lid did not cover the glass."""
    brush = ImageDraw.Draw(image)
    width = rng.uniform(3, 16) * scale
    lean = rng.uniform(-4, 4) * scale
    if rng.random() < 0.5:
        corners = [(0, 0), (width, 0), (max(width + lean, 2), image.height), (0, image.height)]
    else:
        right = image.width
        corners = [
            (right, 0),
            (right - width, 0),
            (right - max(width + lean, 2), image.height),
            (right, image.height),
        ]
    brush.polygon(corners, fill=rng.randint(0, 40))
