"""What stands on a page beside print: handwriting and photographs, drawn from whole numbers."""

from __future__ import annotations

import math
from random import Random

import numpy as np
from PIL import Image
from PIL.Image import Image as PilImage
from reportlab.pdfgen.canvas import Canvas

PEN = (0.7, 1.3)
"""Least and most thickness of a pen's line in points."""

SLANT = 0.35
"""How far the head of a letter leans right, as a share of its height."""

LETTERS_A_WORD = (3, 8)

SCREEN = 4
"""Pixels from dot to dot of a halftone: 75 lines an inch at 300 dpi, as in newspapers."""

SCREEN_DPI = 300


def draw_scrawl(canvas: Canvas, width: float, height: float, rng: Random) -> None:
    """Write a row of joined letters that spell nothing into a box with its corner at the origin.

    Small letters take a third of the height, heads and tails the rest.
    """
    canvas.setLineWidth(rng.uniform(*PEN))
    canvas.setLineCap(1)
    body = height / 2.6
    foot = (height - body) / 2
    x = 0.0
    while x < width - body:
        path = canvas.beginPath()
        path.moveTo(x, foot + body * rng.uniform(0.2, 0.8))
        for _ in range(rng.randint(*LETTERS_A_WORD)):
            step = body * rng.uniform(0.45, 0.8)
            if x + step > width:
                break
            head = rng.choice((body, body, body, height - foot))
            tail = rng.choice((0.0, 0.0, 0.0, -foot))
            lean = SLANT * head
            path.curveTo(
                x + step * 0.2 + lean, foot + head, x + step * 0.9 + lean, foot + head,
                x + step * 0.6, foot + tail,
            )  # fmt: skip
            path.curveTo(
                x + step * 0.5, foot + tail - 1, x + step * 0.9, foot, x + step, foot + body * 0.3
            )
            x += step
        canvas.drawPath(path, stroke=1, fill=0)
        x += body * rng.uniform(0.5, 0.9)


def photograph(width: float, height: float, rng: Random) -> PilImage:
    """Return a picture of hills under a sky as a printer's screen of dots, in black and white."""
    columns, rows = (round(side * SCREEN_DPI / 72) for side in (width, height))
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float64)
    tone = 0.15 + 0.25 * y / rows
    for _ in range(3):
        top = rows * rng.uniform(0.3, 0.7)
        wave = top + rows * 0.12 * np.sin(x / columns * math.pi * rng.uniform(1, 4) + rng.random())
        tone = np.where(y > wave, rng.uniform(0.35, 0.85), tone)
    middle = (rng.uniform(0.2, 0.8) * columns, rng.uniform(0.1, 0.3) * rows)
    tone = np.where(np.hypot(x - middle[0], y - middle[1]) < rows * 0.08, 0.05, tone)
    # A screen at 45 degrees: dots grow with the tone.
    u, v = (x + y) / SCREEN, (x - y) / SCREEN
    screen = (2 + np.cos(math.pi * u) + np.cos(math.pi * v)) / 4
    return Image.fromarray(np.where(screen > 1 - tone, 0, 255).astype(np.uint8))
