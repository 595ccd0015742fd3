"""Heavy type over lines of text: found, taken off, and both read."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extract.engines.tesseract import TesseractEngine
from extract.ink.image import Prepared
from extract.page import Word
from extract.scans.overprint import DOUBTFUL, MAX_WINDOWS, read_overprints
from extract.settings import ExtractSettings
from tests.extract.making import HEIGHT, WIDTH, page_image, prepared_of, word

SCALE = 200 / 72
SETTINGS = ExtractSettings()
LINES = ("FM AMEMBASSY SAMPLETOWN", "TO SECSTATE WASHDC 1234", "", "UNCLAS SAMPLETOWN 000392")


class FakeEngine:
    """Answers every line with the same words, and counts how often it was asked."""

    def __init__(self, *words: Word) -> None:
        self.words = words
        self.asked = 0

    def version(self, settings: ExtractSettings) -> str:
        return "fake"

    def read(self, pixels, dpi, settings, *, is_single_line=False, is_running_text=False):
        assert is_single_line
        self.asked += 1
        return self.words


def prepared(*, stamp: str | None, angle: float = 0.0) -> Prepared:
    """A page of four lines; a stamp in heavy type touches the heads of the last."""
    image = page_image(LINES)
    if stamp:
        layer = Image.new("L", image.size, 255)
        font = ImageFont.load_default(13 * SCALE)
        pen = ImageDraw.Draw(layer)
        pen.text((110 * SCALE, 77 * SCALE), stamp, font=font, fill=0, anchor="ls", stroke_width=2)
        turned = layer.rotate(angle, center=(160 * SCALE, 80 * SCALE), fillcolor=255)
        image = Image.fromarray(np.minimum(np.array(image), np.array(turned)))
    return prepared_of(np.array(image))


def doubtful(text: str, x0: float, foot: float) -> Word:
    return word(text, x0, foot, size=9, pitch=7, confidence=DOUBTFUL / 2)


def test_a_page_read_without_doubt_is_not_looked_at_again():
    engine = FakeEngine()
    sure = word("UNCLAS", 30, 88, size=9, pitch=7, confidence=0.95)
    assert read_overprints(prepared(stamp="SAMPLE STAMP"), [sure], engine, SETTINGS).words == (
        sure,
    )
    assert engine.asked == 0


def test_doubt_without_heavy_type_changes_nothing():
    engine = FakeEngine()
    words = (doubtful("UNCLOS", 30, 88),)
    found = read_overprints(prepared(stamp=None), words, engine, SETTINGS)
    assert (found.words, found.stamps, engine.asked) == (words, (), 0)


def test_a_page_full_of_doubt_is_left_alone():
    engine = FakeEngine()
    words = [doubtful("XXXX", 30, 100 * n) for n in range(1, MAX_WINDOWS + 3)]
    assert read_overprints(prepared(stamp="SAMPLE STAMP"), words, engine, SETTINGS).stamps == ()
    assert engine.asked == 0


def test_a_stamp_that_cannot_be_read_surely_changes_nothing():
    engine = FakeEngine(word("SOUP", 5, 12, size=9, pitch=7, confidence=0.2))
    words = (doubtful("UNCLOS", 30, 88),)
    found = read_overprints(prepared(stamp="SAMPLE STAMP"), words, engine, SETTINGS)
    assert (found.words, found.stamps) == (words, ())


@pytest.mark.ocr
@pytest.mark.parametrize("angle", [0.0, 1.5, -1.5])
def test_both_are_read(angle):
    page = prepared(stamp="SAMPLE STAMP", angle=angle)
    words = (doubtful("UNCLAS", 30, 88), doubtful("SOMPLFTOVVN", 80, 88))
    found = read_overprints(page, words, TesseractEngine(), SETTINGS)
    assert [" ".join(w.text for w in stamp) for stamp in found.stamps] == ["SAMPLE STAMP"]
    assert " ".join(w.text for w in found.words) == "UNCLAS SAMPLETOWN 000392"
    for one in (*found.words, *found.stamps[0]):
        assert 0 <= one.box.x0 < one.box.x1 <= WIDTH and 0 < one.box.top < one.box.bottom < HEIGHT
