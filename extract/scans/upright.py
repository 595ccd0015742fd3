"""Pages that were laid in upside down or sideways: found by how they are read, and turned.

An engine reads something in any picture, but in lines that do not run its way it is sure of next to
nothing. So a page it is so unsure of is looked at from the other three sides: a band of it is read,
and if one side reads far more surely, and all of the page more surely too, it is turned. Knows
nothing of what is printed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from extract.engines import OcrEngine
from extract.ink.image import Prepared, prepare
from extract.judge import sure_characters
from extract.page import Word, mean_confidence
from extract.raster import Gray, Raster
from extract.settings import ExtractSettings

ASKEW_CONFIDENCE = 0.55
"""Mean confidence below which a page may be lying wrongly: typical prints read upside down have
0.44, sideways 0.34 to 0.40; of 48 prints of all levels lying right the lowest has 0.60."""

SURER = 2.0
"""How many times as many characters must be read surely from another side. On typical prints it is
over 50; on pages no side of which can be read the sides differ by less."""

MIN_SURE_CHARACTERS = 6.0
"""Characters of its band a side must have read surely to be the right one: two words. In noise, and
in seven lines lying wrongly, an engine is sure of one or two letters at most."""

BAND = (0.35, 0.6)
"""The band that is read of each side, by the share of the ink above it: a quarter of the ink, from
the middle, where a page is neither a head nor a foot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A page's picture and what an engine read in it, boxes in points on the straight page."""

    prepared: Prepared
    words: tuple[Word, ...]


def read_upright(raster: Raster, engine: OcrEngine, settings: ExtractSettings) -> Reading:
    """Return a page's picture turned so that its lines can be read, and the words in it."""
    prepared = prepare(raster)
    first = Reading(prepared=prepared, words=read_page(prepared, engine, settings))
    confidence = mean_confidence(first.words)
    if confidence is None or confidence >= ASKEW_CONFIDENCE:
        return first
    sides = (prepare(raster, turned_degrees=degrees) for degrees in (90, 180, 270))
    scored = [(_legibility(side, engine, settings), side) for side in sides]
    score, best = max(scored, key=lambda pair: pair[0])
    least = max(MIN_SURE_CHARACTERS, SURER * _legibility(prepared, engine, settings))
    if score < least:
        return first
    words = read_page(best, engine, settings)
    # A band of noise may happen to read better from a side from which the page as a whole does not
    # (104-10006-10015, a sheet in handwriting).
    if (mean_confidence(words) or 0.0) <= confidence:
        return first
    return Reading(prepared=best, words=words)


def read_page(prepared: Prepared, engine: OcrEngine, settings: ExtractSettings) -> tuple[Word, ...]:
    """Return what an engine reads in a picture; nothing where there is no ink of type's size."""
    if not prepared.has_type:
        return ()
    return engine.read(
        prepared.pixels,
        prepared.dpi,
        settings,
        is_running_text=prepared.pieces.are_running_text(prepared.scale),
    )


def _legibility(side: Prepared, engine: OcrEngine, settings: ExtractSettings) -> float:
    """Return how many characters of a band across a picture are read surely."""
    return sure_characters(engine.read(_band(side), side.dpi, settings))


def _band(side: Prepared) -> Gray:
    """Return the rows of a picture between two shares of its ink."""
    ink = np.cumsum(np.count_nonzero(side.pieces.labels, axis=1))
    first, last = (int(np.searchsorted(ink, share * ink[-1])) for share in BAND)
    return np.ascontiguousarray(side.pixels[first : last + 1])
