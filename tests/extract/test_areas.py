"""Areas that are not read: photographs by tone, hands and seals by ink no word accounts for."""

from __future__ import annotations

from random import Random

import cv2
import numpy as np
import pytest

from extract.ink.areas import find_tones, find_unread_ink
from extract.ink.image import prepare
from extract.ink.solids import find_solids
from extract.page import Box, MarkKind, Word
from tests.extract.making import HEIGHT, LINES, WIDTH, page_image
from tests.extract.test_image import raster_of
from tests.synthetic.unread import photograph

DPI = 200.0
SCALE = DPI / 72
ANALYSIS = 100 / 72
PHOTO = Box(x0=200, top=160, x1=340, bottom=260)


def _page(lines=LINES) -> np.ndarray:
    return np.array(page_image(lines))


def _words(confidence: float = 0.9) -> list[Word]:
    """The lines as words, one a line."""
    return [
        Word(text=line, box=Box(x0=28, top=28 + 16 * n, x1=330, bottom=43 + 16 * n),
             confidence=confidence)
        for n, line in enumerate(LINES)
    ]  # fmt: skip


def _with_photo(pixels: np.ndarray) -> np.ndarray:
    picture = photograph(PHOTO.width, PHOTO.height, Random(3))
    size = (round(PHOTO.width * SCALE), round(PHOTO.height * SCALE))
    left, top = round(PHOTO.x0 * SCALE), round(PHOTO.top * SCALE)
    small = cv2.resize(np.array(picture), size, interpolation=cv2.INTER_AREA)
    pixels[top : top + size[1], left : left + size[0]] = small
    return pixels


def _scrawl(pixels: np.ndarray, x: float, foot: float, height: float, loops: int = 6) -> None:
    """Draw joined letters, each `height` points high and half as wide."""
    t = np.linspace(0, loops, 40 * loops)
    across = x + t * height / 2 + np.sin(2 * np.pi * t) * height / 5
    down = foot - height / 2 + np.cos(2 * np.pi * t) * height / 2
    line = np.round(np.stack([across, down], axis=1) * SCALE).astype(np.int32)
    cv2.polylines(pixels, [line], False, (0,), 3)


def _analysis(pixels: np.ndarray) -> np.ndarray:
    size = (round(WIDTH * ANALYSIS), round(HEIGHT * ANALYSIS))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)


def _tones(pixels: np.ndarray) -> tuple[Box, ...]:
    small = _analysis(pixels)
    return find_tones(small, ANALYSIS, find_solids(small, ANALYSIS))


def test_a_photograph_is_found_by_its_tone():
    (box,) = _tones(_with_photo(_page()))
    found = Box(
        x0=box.x0 / ANALYSIS,
        top=box.top / ANALYSIS,
        x1=box.x1 / ANALYSIS,
        bottom=box.bottom / ANALYSIS,
    )
    assert found.overlap(PHOTO) > 0.7 * max(found.area, PHOTO.area)


@pytest.mark.parametrize(
    "boxes",
    [
        pytest.param([], id="type"),
        pytest.param([(60, 160, 340, 210)], id="blacked-out-lines"),
        pytest.param([(0, 0, 14, 300)], id="copier-edge"),
        pytest.param([(60, 160, 80, 180)], id="blot"),
    ],
)
def test_type_and_black_are_no_photograph(boxes):
    pixels = _page(LINES * 2)
    for x0, top, x1, bottom in boxes:
        pixels[
            round(top * SCALE) : round(bottom * SCALE), round(x0 * SCALE) : round(x1 * SCALE)
        ] = 0
    assert _tones(pixels) == ()


def test_a_photograph_is_a_mark_and_nothing_is_dropped():
    prepared = prepare(raster_of(_with_photo(_page())))
    assert [mark.kind for mark in prepared.marks] == [MarkKind.PICTURE]
    untouched = prepare(raster_of(_page()))
    rows = slice(0, round(150 * SCALE))
    assert np.array_equal(prepared.pixels[rows], untouched.pixels[rows])


def test_handwriting_is_one_area_row_under_row():
    pixels = _page()
    for row in range(3):
        _scrawl(pixels, 100, 190 + 24 * row, 18)
    (box,) = find_unread_ink(pixels, SCALE, _words())
    assert (box.x0, box.top, box.x1, box.bottom) == pytest.approx((96, 172, 158, 238), abs=5)


def test_a_seal_is_found_although_it_is_a_thin_line():
    pixels = _page()
    cv2.circle(pixels, (round(200 * SCALE), round(220 * SCALE)), round(30 * SCALE), (0,), 2)
    (box,) = find_unread_ink(pixels, SCALE, _words())
    assert (box.width, box.height) == pytest.approx((61, 61), abs=3)


def test_a_signature_over_a_typed_name_is_found():
    pixels = _page((*LINES, "", "", "A. SAMPLE"))
    _scrawl(pixels, 30, 190, 36)
    name = Word(text="SAMPLE", box=Box(x0=28, top=172, x1=100, bottom=187), confidence=0.9)
    (box,) = find_unread_ink(pixels, SCALE, [*_words(), name])
    assert box.top == pytest.approx(154, abs=4)


@pytest.mark.parametrize(
    "draw",
    [
        pytest.param(lambda pixels: None, id="type"),
        pytest.param(lambda pixels: _scrawl(pixels, 100, 200, 8), id="small-hand"),
        pytest.param(
            lambda pixels: cv2.line(pixels, (300, 450), (300, 800), (0,), 4), id="upright-line"
        ),
        pytest.param(lambda pixels: cv2.rectangle(pixels, (0, 0), (30, 833), (0,), -1), id="edge"),
        pytest.param(lambda pixels: cv2.circle(pixels, (500, 600), 15, (0,), 3), id="tick"),
    ],
)
def test_what_is_no_area(draw):
    pixels = _page()
    draw(pixels)
    assert find_unread_ink(pixels, SCALE, _words()) == ()


@pytest.mark.parametrize(("confidence", "count"), [(0.9, 0), (0.3, 1)], ids=["sure", "unsure"])
def test_large_ink_is_read_if_a_sure_word_accounts_for_it(confidence, count):
    pixels = _page()
    _scrawl(pixels, 100, 200, 24)
    word = Word(text="BANNER", box=Box(x0=90, top=170, x1=190, bottom=205), confidence=confidence)
    assert len(find_unread_ink(pixels, SCALE, [*_words(), word])) == count
