from __future__ import annotations

import numpy as np

from extract.ink.image import Prepared
from extract.page import Box, Word
from extract.scans.second_look import MAX_REGIONS, find_unread, read_again
from extract.settings import ExtractSettings
from tests.extract.making import page_image, prepared_of, word

SCALE = 200 / 72


class FakeEngine:
    """Answers every strip with the same words, boxes from the strip's top left."""

    def __init__(self, *words: Word) -> None:
        self.words = words
        self.strips: list[tuple[int, ...]] = []

    def version(self, settings: ExtractSettings) -> str:
        return "fake"

    def read(self, pixels, dpi, settings, *, is_single_line=False, is_running_text=False):
        assert is_single_line
        self.strips.append(pixels.shape)
        return self.words


def _prepared(*lines: str) -> Prepared:
    return prepared_of(np.array(page_image(lines)))


def _ink(prepared: Prepared, x0: float, x1: float) -> tuple[float, float]:
    columns = np.flatnonzero((prepared.pixels < 128).any(axis=0)) / SCALE
    inside = columns[(columns >= x0) & (columns <= x1)]
    return float(inside.min()), float(inside.max())


def test_ink_under_no_word_is_found():
    prepared = _prepared("UNCLAS        000392")
    known = word("UNCLAS", 30, 40, size=9, pitch=9)
    (region,) = find_unread(prepared, [known])
    first, last = _ink(prepared, region.x0 - 5, 400)
    assert abs(region.x0 - first) < 2 and abs(region.x1 - last) < 2


def test_a_page_read_whole_has_none():
    prepared = _prepared("UNCLAS 000392")
    assert find_unread(prepared, [word("ALL", 25, 42, size=14, pitch=60)]) == []


def test_the_row_is_read_again_and_only_what_was_missing_is_taken():
    prepared = _prepared("UNCLAS        000392")
    known = word("UNCLAS", 30, 40, size=9, pitch=9)
    (region,) = find_unread(prepared, [known])
    # The strip begins half its height left of the row, which begins at the known word.
    pad = round(9 * 1.35 / 2 * SCALE) / SCALE
    left = 30 - pad
    engine = FakeEngine(
        Word(text="UNCLAS", box=Box(x0=pad, top=2, x1=pad + 50, bottom=12), confidence=0.9),
        Word(
            text="000392",
            box=Box(x0=region.x0 - left, top=2, x1=region.x1 - left, bottom=12),
            confidence=0.8,
        ),
        Word(
            text="~",
            box=Box(x0=region.x0 - left, top=2, x1=region.x1 - left, bottom=12),
            confidence=0.9,
        ),
    )
    (found,) = read_again(prepared, [known], engine, ExtractSettings())
    assert found.text == "000392"
    assert abs(found.box.x0 - region.x0) < 1
    assert len(engine.strips) == 1


def test_noise_is_not_taken():
    prepared = _prepared("UNCLAS        000392")
    known = word("UNCLAS", 30, 40, size=9, pitch=9)
    engine = FakeEngine(Word(text="0", box=Box(x0=100, top=2, x1=110, bottom=12), confidence=0.1))
    assert read_again(prepared, [known], engine, ExtractSettings()) == ()


def test_a_page_no_engine_can_read_is_not_looked_at_again():
    lines = ["UNCLAS        000392"] * (MAX_REGIONS + 1)
    prepared = _prepared(*lines)
    known = [word("UNCLAS", 30, 40 + 16 * n, size=9, pitch=9) for n in range(len(lines))]
    engine = FakeEngine()
    assert read_again(prepared, known, engine, ExtractSettings()) == ()
    assert engine.strips == []
