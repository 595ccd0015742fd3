"""Which characters worn type and OCR take for each other, and words told through them."""

from __future__ import annotations

from collections.abc import Collection

ALIKE = (
    "O0QCGD", "CG6", "I1LT|!J", "7T", "B8RS", "B83", "S5$8", "Z2", "NHMW", "UVWY", "FPE", "A4",
    "RK", "XK",
)  # fmt: skip
"""Capitals and digits of one shape in worn type (scans of foia_scans and of 11 MEXICO 392)."""

LETTERS_A_SLIP = 3
"""Of three letters one may be misread, if all that differ are of one shape."""

_SHAPES = {
    sign: frozenset("".join(shape for shape in ALIKE if sign in shape))
    for sign in set("".join(ALIKE))
}


def is_alike(known: str, printed: str) -> bool:
    """Say whether one capital can have been printed as the other sign."""
    return printed in _SHAPES.get(known, ())


def shape_slips(known: str, printed: str) -> int | None:
    """Return how many letters differ from a known word, or None where one has another shape."""
    if len(known) != len(printed):
        return None
    slips = [(a, b) for a, b in zip(known, printed, strict=True) if a != b]
    return len(slips) if all(is_alike(a, b) for a, b in slips) else None


def closest_by_shape(printed: str, words: Collection[str]) -> str | None:
    """Return the one known word that was printed, or None where none or several can have been.

    One letter in three may be misread; of several words the one with the fewest slips is it.
    """
    allowed = len(printed) // LETTERS_A_SLIP
    found: list[tuple[int, str]] = []
    for word in words:
        slips = shape_slips(word, printed)
        if slips is not None and slips <= allowed:
            found.append((slips, word))
    found.sort()
    if not found or (len(found) > 1 and found[0][0] == found[1][0]):
        return None
    return found[0][1]
