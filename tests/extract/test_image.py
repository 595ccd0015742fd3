from __future__ import annotations

import cv2
import numpy as np
import pytest

from extract.geometry import affine, map_box_centred
from extract.ink.dust import sweep
from extract.ink.image import prepare
from extract.ink.letters import tighten
from extract.ink.outlines import find_outlines
from extract.ink.paper import contrast_gain, is_negative
from extract.ink.pieces import find_pieces
from extract.ink.solids import find_solids
from extract.ink.tilt import find_skew
from extract.page import Box, MarkKind, Word
from extract.raster import Raster, quarter_turns, turn_upright
from tests.extract.making import HEIGHT, LINES, WIDTH, page_image

DPI = 200.0
SCALE = DPI / 72


def _page(lines=LINES) -> np.ndarray:
    return np.array(page_image(lines))


def _fill(pixels, x0, top, x1, bottom, gray=0):
    pixels[round(top * SCALE) : round(bottom * SCALE), round(x0 * SCALE) : round(x1 * SCALE)] = gray


def _outline(pixels, x0, top, x1, bottom):
    first = (round(x0 * SCALE), round(top * SCALE))
    cv2.rectangle(pixels, first, (round(x1 * SCALE), round(bottom * SCALE)), (0,), 3)


def raster_of(pixels) -> Raster:
    rows, columns = pixels.shape
    to_page = affine(WIDTH / columns, 0, 0, 0, HEIGHT / rows, 0)
    return Raster(pixels=pixels, to_page=to_page, page_width=WIDTH, page_height=HEIGHT)


def _near(box: Box, *expected: float, by: float = 1.5) -> bool:
    return (box.x0, box.top, box.x1, box.bottom) == pytest.approx(expected, abs=by)


def test_a_solid_box_is_a_redaction_and_is_erased():
    pixels = _page()
    _fill(pixels, 150, 200, 250, 212)
    prepared = prepare(raster_of(pixels))
    (mark,) = prepared.marks
    assert mark.kind is MarkKind.REDACTION
    assert _near(mark.box, 150, 200, 250, 212)
    assert prepared.pixels[round(206 * SCALE), round(200 * SCALE)] > 200


def test_copier_edges_are_erased_and_no_redactions():
    pixels = _page()
    _fill(pixels, 0, 0, 12, HEIGHT)
    _fill(pixels, 0, HEIGHT - 8, WIDTH, HEIGHT)
    solids = find_solids(pixels, SCALE)
    assert solids.redactions == ()
    assert solids.mask[100, 10] and solids.mask[-5, 500]


def test_heavy_letters_are_not_solid():
    pixels = _page()
    _fill(pixels, 100, 200, 108, 208)
    assert not find_solids(pixels, SCALE).mask.any()


def test_an_empty_outlined_box_is_a_redaction_and_one_with_words_a_frame():
    pixels = _page()
    _outline(pixels, 150, 200, 290, 213)
    _outline(pixels, 25, 26, 200, 45)
    found = find_outlines(pixels, SCALE)
    kinds = {mark.kind: mark.box for mark in found.marks}
    assert _near(kinds[MarkKind.REDACTION], 150, 200, 290, 213)
    assert _near(kinds[MarkKind.FRAME], 25, 26, 200, 45)
    rest = find_outlines(found.pixels, SCALE)
    assert rest.marks == ()


def test_a_wide_flat_redaction_box_with_specks_is_still_empty():
    pixels = _page()
    _outline(pixels, 60, 200, 380, 211)
    for x in (80, 200, 300):
        _fill(pixels, x, 205, x + 1, 206)
    assert [m.kind for m in find_outlines(pixels, SCALE).marks] == [MarkKind.REDACTION]


@pytest.mark.parametrize("gray", [255, 210], ids=["gaps", "faded"])
def test_a_redaction_box_whose_line_breaks_off_is_found(gray):
    pixels = _page()
    _outline(pixels, 150, 200, 290, 213)
    for x in range(160, 290, 20):
        _fill(pixels, x, 195, x + 2.5, 218, gray)
    _fill(pixels, 285, 205, 295, 207, gray)
    (mark,) = find_outlines(pixels, SCALE).marks
    assert mark.kind is MarkKind.REDACTION
    assert _near(mark.box, 150, 200, 290, 213)


@pytest.mark.parametrize(
    ("boxes", "kind"),
    [
        pytest.param([(60, 150), (150, 240)], MarkKind.FRAME, id="cells-of-a-form"),
        pytest.param([(60, 150)], MarkKind.REDACTION, id="rows-withheld-one-by-one"),
    ],
)
def test_empty_boxes_side_by_side_are_a_form(boxes, kind):
    pixels = _page(())
    for x0, x1 in boxes:
        for top in (200, 213, 226):
            _outline(pixels, x0, top, x1, top + 13)
    assert [m.kind for m in find_outlines(pixels, SCALE).marks] == [kind] * 3 * len(boxes)


def test_a_punch_hole_is_no_redaction():
    pixels = _page(())
    cv2.circle(pixels, (600, 100), round(8.5 * SCALE), 0, -1)
    solids = find_solids(pixels, SCALE)
    assert solids.mask[100, 600] and solids.redactions == ()


def test_a_tilted_frame_is_found():
    pixels = _page(())
    corners = cv2.boxPoints(((600.0, 400.0), (300.0, 60.0), -6.0)).astype(np.int32)
    cv2.polylines(pixels, [corners], True, 0, 4)
    cv2.putText(pixels, "RELEASED", (500, 420), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 0, 3)
    assert [m.kind for m in find_outlines(pixels, SCALE).marks] == [MarkKind.FRAME]


def test_a_long_line_is_a_rule_and_is_erased():
    pixels = _page()
    _fill(pixels, 30, 180, 370, 182)
    found = find_outlines(pixels, SCALE)
    assert [m.kind for m in found.marks] == [MarkKind.RULE]
    assert found.pixels[round(181 * SCALE), 500] == 255


STRUCK = ("SENSITIVE", "(C) PLAIN", "C O N F I D E N T I A L")
MIDDLES = (35.8, 51.8, 67.8)
"""Heights of the lines through them."""


def _strike(pixels, row: int, x0: float, x1: float) -> None:
    _fill(pixels, x0, MIDDLES[row] - 0.5, x1, MIDDLES[row] + 0.5)


@pytest.mark.parametrize(
    ("row", "x0", "x1"),
    [
        pytest.param(0, 28, 86, id="word"),
        pytest.param(1, 28, 46, id="letter-in-brackets"),
        pytest.param(2, 28, 140, id="letter-spaced"),
    ],
)
def test_a_line_through_words_is_taken_out_and_known(row, x0, x1):
    pixels = _page(STRUCK)
    untouched = pixels.copy()
    _strike(pixels, row, x0, x1)
    found = find_outlines(pixels, SCALE)
    assert found.marks == ()
    (strike,) = found.strikes
    assert _near(strike, x0, MIDDLES[row] - 0.5, x1, MIDDLES[row] + 0.5)
    assert np.mean(cv2.absdiff(found.pixels, untouched)) < np.mean(cv2.absdiff(pixels, untouched))


def test_what_a_strike_leaves_beside_the_word_is_paper():
    pixels = _page(("", "(C) PLAIN"))
    _strike(pixels, 1, 25, 47)
    cleaned = find_outlines(pixels, SCALE).pixels
    beside = cleaned[round(51 * SCALE) : round(53 * SCALE), round(24 * SCALE) : round(28 * SCALE)]
    assert (beside > 200).all()


@pytest.mark.parametrize(
    ("x0", "top", "x1"),
    [
        pytest.param(28, 42, 86, id="underline"),
        pytest.param(28, 25, 86, id="overline"),
        pytest.param(100, 35.3, 150, id="beside-the-word"),
    ],
)
def test_what_is_no_strike(x0, top, x1):
    pixels = _page(("SENSITIVE",))
    _fill(pixels, x0, top, x1, top + 1)
    assert find_outlines(pixels, SCALE).strikes == ()


def test_dust_goes_and_full_stops_stay():
    pixels = _page(("One sentence ends.", "Another: it has i, j; dots."))
    clean = pixels.copy()
    for x, y in ((300, 100), (20, 150), (350, 250), (200, 220)):
        cv2.circle(pixels, (round(x * SCALE), round(y * SCALE)), 3, 0, -1)
    assert np.array_equal(sweep(pixels, SCALE).pixels < 128, clean < 128)


def test_the_pieces_of_a_faint_letter_are_no_dust():
    """A small letter that broke into three pieces, 4 points apart, with nothing else near."""
    pixels = _page(())
    for x, y in ((100, 100), (104, 100), (102, 104)):
        cv2.circle(pixels, (round(x * SCALE), round(y * SCALE)), 3, 0, -1)
    assert np.array_equal(sweep(pixels, SCALE).pixels, pixels)


def test_a_small_letter_filled_in_keeps_its_full_stop():
    pixels = _page(())
    for x, side in ((100, 4.2), (106, 4.2), (112, 1.6)):
        _fill(pixels, x, 60 - side, x + side, 60)
    assert np.array_equal(sweep(pixels, SCALE).pixels, pixels)


def test_leaders_are_no_dust():
    pixels = _page(())
    for x in range(100, 200, 8):
        cv2.circle(pixels, (round(x * SCALE), 300), 3, 0, -1)
    assert np.array_equal(sweep(pixels, SCALE).pixels, pixels)


@pytest.mark.parametrize("count", [4, 5, 18, 40])
def test_rows_of_dashes_are_counted_and_taken_out(count):
    pixels = _page(())
    for index in range(count):
        _fill(pixels, 30 + 7.2 * index, 100, 34.5 + 7.2 * index, 101)
    swept = sweep(pixels, SCALE)
    assert [word.text for word in swept.dashes] == ["-" * count]
    assert not (swept.pixels < 128).any()


def test_three_dashes_are_left_to_the_engine():
    pixels = _page(())
    for index in range(3):
        _fill(pixels, 30 + 7.2 * index, 100, 34.5 + 7.2 * index, 101)
    assert sweep(pixels, SCALE).dashes == ()


@pytest.mark.parametrize("degrees", [-9.0, -2.0, -0.6, 0.0, 0.35, 1.7, 6.5])
def test_tilt_is_measured_taken_out_and_undone_in_boxes(degrees):
    pixels = _page(LINES * 2)
    rows, columns = pixels.shape
    turn = cv2.getRotationMatrix2D((columns / 2, rows / 2), degrees, 1)
    tilted = cv2.warpAffine(pixels, turn, (columns, rows), borderValue=255)
    _fill(tilted, 190, 262, 290, 274)
    prepared = prepare(raster_of(tilted))
    assert prepared.skew_degrees == pytest.approx(degrees, abs=0.12)
    assert abs(find_skew(prepared.pixels)) <= 0.12
    (mark,) = prepared.marks
    assert _near(map_box_centred(prepared.to_page, mark.box), 190, 262, 290, 274, by=2.5)


def test_shaded_paper_is_made_white():
    pixels = _page().astype(float)
    shade = np.linspace(1.0, 0.55, pixels.shape[1])
    prepared = prepare(raster_of((pixels * shade).astype(np.uint8)))
    assert np.percentile(prepared.pixels, 20) > 235
    assert prepared.pixels.min() < 90


def test_an_image_lying_on_its_side_is_turned():
    pixels = _page()
    rows, columns = pixels.shape
    side = np.ascontiguousarray(np.rot90(pixels))
    to_page = affine(0, -WIDTH / columns, WIDTH, HEIGHT / rows, 0, 0)
    upright = turn_upright(
        Raster(pixels=side, to_page=to_page, page_width=WIDTH, page_height=HEIGHT)
    )
    assert np.array_equal(upright.pixels, pixels)


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_page_laid_in_wrongly_is_turned_and_its_marks_are_where_they_were(degrees):
    upright = _page(LINES * 2)
    _fill(upright, 190, 262, 290, 274)
    # The page as it lies in the file: turning it clockwise by `degrees` makes it upright.
    pixels = np.ascontiguousarray(np.rot90(upright, degrees // 90))
    rows, columns = pixels.shape
    width, height = columns / SCALE, rows / SCALE
    lying = Raster(
        pixels=pixels,
        to_page=affine(1 / SCALE, 0, 0, 0, 1 / SCALE, 0),
        page_width=width,
        page_height=height,
    )
    prepared = prepare(lying, turned_degrees=degrees)
    assert (prepared.turned_degrees, prepared.skew_degrees) == (degrees, 0.0)
    assert abs(prepared.pixels.shape[0] - upright.shape[0]) <= 1
    (mark,) = prepared.marks
    assert _near(mark.box, 190, 262, 290, 274)
    turn, _, _ = quarter_turns(degrees, width, height)
    on_page = map_box_centred(prepared.to_page, mark.box)
    assert _near(map_box_centred(turn, on_page), 190, 262, 290, 274)


@pytest.mark.parametrize(
    ("change", "is_raised"),
    [
        pytest.param(lambda gray: gray, False, id="black on white"),
        pytest.param(lambda gray: 110 + gray * 40 // 255, True, id="gray on gray"),
        pytest.param(lambda gray: 200 + gray * 50 // 255, True, id="pale"),
        pytest.param(lambda gray: 255 - gray, False, id="negative"),
    ],
)
def test_pale_print_and_negatives_become_black_on_white(change, is_raised):
    plain = _page(LINES * 2)
    prepared = prepare(raster_of(change(plain.astype(np.uint16)).astype(np.uint8)))
    assert (prepared.contrast > 1) == is_raised
    ink = prepared.pixels[plain < 60]
    assert np.median(ink) < 90
    assert np.percentile(prepared.pixels, 20) > 235


@pytest.mark.parametrize("gray", [235, 250, 255], ids=["gray paper", "off white", "white"])
def test_blank_paper_is_not_made_to_print(gray):
    noise = np.random.default_rng(1).integers(-8, 9, (800, 600))
    pixels = np.clip(gray + noise, 0, 255).astype(np.uint8)
    assert contrast_gain(pixels, gray) == 1.0


def test_a_page_blacked_out_is_no_negative():
    pixels = _page(LINES * 2)
    _fill(pixels, 20, 20, 380, 280)
    assert not is_negative(pixels, SCALE)
    assert is_negative(255 - _page(LINES * 2), SCALE)


def test_blank_paper_has_no_type():
    assert not prepare(raster_of(_page(()))).has_type
    assert prepare(raster_of(_page(("NNNN",)))).has_type


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(("the small letters of an", "ordinary line of prose"), True, id="prose"),
        pytest.param(("FM AMEMBASSY SAMPLETOWN", "R 312243Z JAN 11"), False, id="header"),
        pytest.param((), False, id="blank"),
    ],
)
def test_running_text_is_told_by_its_small_letters(lines, expected):
    assert find_pieces(_page(lines)).are_running_text(SCALE) is expected


def test_covered_share_counts_type_only():
    pixels = _page(("LEFT", "LOW"))
    _fill(pixels, 200, 20, 390, 120)
    pieces = find_pieces(pixels)
    assert pieces.covered_share([Box(x0=25, top=25, x1=80, bottom=62)], SCALE) == 1.0
    assert 0.3 < pieces.covered_share([Box(x0=25, top=25, x1=80, bottom=44)], SCALE) < 0.8


def test_boxes_are_drawn_to_the_ink():
    pixels = _page(("ALPHA", "BRAVO"))
    rough = Word(text="ALPHA", box=Box(x0=29, top=28, x1=52, bottom=50), confidence=0.9)
    other = Word(text="BRAVO", box=Box(x0=29, top=44, x1=80, bottom=58), confidence=0.9)
    tight, _ = tighten([rough, other], find_pieces(pixels), SCALE)
    ink = np.argwhere(pixels[: round(44 * SCALE)] < 128)
    (top, left), (bottom, right) = ink.min(axis=0), ink.max(axis=0) + 1
    assert _near(tight.box, left / SCALE, top / SCALE, right / SCALE, bottom / SCALE, by=0.8)
