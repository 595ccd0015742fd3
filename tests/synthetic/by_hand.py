"""What people put on a print that is no type: notes in the margin, a signature, a seal, a photo."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tests.synthetic.prints import Print
from tests.synthetic.sheets import Figure, Sheet, draw

UNREAD_KINDS = ("scrawl", "seal", "photo")

FOOT = 738.0
"""Where the banner at the foot begins."""

NOTE_ROWS, NOTE_PITCH, NOTE_HEIGHT = 4, 20.0, 18.0
SIGNATURE = (150.0, 30.0)
SEAL = 66.0
PHOTO = (150.0, 105.0)
GAP = 14.0


def add_by_hand(printed: Print, rng: Random) -> Print:
    """Return a print with a note beside its first page and what its last page has room for."""
    sheets = [Sheet(pieces=sheet.pieces, figures=list(sheet.figures)) for sheet in printed.sheets]
    sheets[0].figures += _note(rng)
    sheets[-1].figures += _at_the_end(sheets[-1], rng)
    return replace(printed, pdf=draw(sheets), sheets=tuple(sheets))


def _note(rng: Random) -> list[Figure]:
    """Return rows of handwriting in the right margin."""
    top = rng.uniform(80, 200)
    return [
        _scrawl(516, top + n * NOTE_PITCH, rng.uniform(50, 80), NOTE_HEIGHT, rng)
        for n in range(NOTE_ROWS)
    ]


def _at_the_end(sheet: Sheet, rng: Random) -> list[Figure]:
    """Return a signature, a seal and a photograph one under the other, as far as there is room."""
    top = max(piece.top for piece in sheet.pieces if piece.top < FOOT) + 2 * GAP
    figures: list[Figure] = []
    for kind, (width, height) in (("scrawl", SIGNATURE), ("photo", PHOTO), ("seal", (SEAL, SEAL))):
        if top + height + GAP > FOOT:
            continue
        x = rng.uniform(80, 380)
        if kind == "scrawl":
            figures.append(_scrawl(x, top, width, height, rng))
        else:
            figures.append(
                Figure(
                    kind=kind, x0=x, top=top, x1=x + width, bottom=top + height,
                    variant=rng.randrange(1000),
                )
            )  # fmt: skip
        top += height + GAP
    return figures


def _scrawl(x: float, top: float, width: float, height: float, rng: Random) -> Figure:
    return Figure(
        kind="scrawl", x0=x, top=top, x1=x + width, bottom=top + height,
        angle=rng.uniform(-3, 8), variant=rng.randrange(1000),
    )  # fmt: skip
