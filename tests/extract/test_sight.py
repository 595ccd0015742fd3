"""What a reader sees of a text layer: words under whatever was drawn are left out and counted."""

from __future__ import annotations

import json
from collections.abc import Callable

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from extract.document import extract_page
from extract.engines.replay import record
from extract.ink.image import prepare
from extract.page import Box, MarkKind, Page, TextSource, Word
from extract.pdf.pdfium import open_page
from extract.picture import PICTURE_DPI, page_picture
from extract.settings import ExtractSettings
from extract.store.page_record import record_of
from tests.extract.making import (
    HEIGHT,
    WIDTH,
    image_pdf,
    mono,
    page_image,
    raw_pdf,
    text_pdf,
    turned,
)

Draw = Callable[[Canvas], None]

LINES = ("PUBLIC WORDS AND SECRET NAMES HERE", "A SECOND LINE IS ALL PUBLIC")
LEFT, FOOT, COLUMN = 30.0, HEIGHT - 40, 7.2
"""Where `text_pdf` sets its first line, and the width of its columns."""

SECRET = (LEFT + 17 * COLUMN, FOOT - 3, 12 * COLUMN, 12.0)
"""x, y, width, height of a box over SECRET NAMES."""

OPEN = ("A FIRST LINE IS PUBLIC TOO", LINES[1])
SEEN = ["PUBLIC WORDS AND HERE", LINES[1]]
SHA = "ab" * 32


def _filled(gray: float, *, stroke: int = 0, alpha: float = 1, box=SECRET) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.setFillGray(gray, alpha)
        canvas.rect(*box, fill=1, stroke=stroke)
        canvas.restoreState()

    return draw


def _image(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.new("L", (1, 1), 0)), *SECRET)


def _thick_line(canvas: Canvas) -> None:
    x, y, width, height = SECRET
    canvas.setLineWidth(height)
    canvas.line(x, y + height / 2, x + width, y + height / 2)


def _box_in_form(canvas: Canvas) -> None:
    canvas.beginForm("box")
    canvas.rect(0, 0, *SECRET[2:], fill=1)
    canvas.endForm()
    canvas.translate(*SECRET[:2])
    canvas.doForm("box")


def _code_on_box(gray: float) -> Draw:
    def draw(canvas: Canvas) -> None:
        _filled(gray)(canvas)
        canvas.setFillGray(1 - gray)
        canvas.setFont("Helvetica-Bold", 9)
        canvas.drawString(SECRET[0] + 20, SECRET[1] + 3, "B6")

    return draw


def _note(kind: str, *, is_filled: bool) -> Draw:
    """An annotation whose appearance is a box, filled or only outlined."""

    def draw(canvas: Canvas) -> None:
        x, y, width, height = SECRET
        canvas.beginForm("look", 0, 0, width, height)
        canvas.rect(0, 0, width, height, fill=int(is_filled))
        canvas.endForm()
        look = pdfdoc.PDFObjectReference(pdfdoc.xObjectName("look"))
        entries = {
            "Type": pdfdoc.PDFName("Annot"),
            "Subtype": pdfdoc.PDFName(kind),
            "Rect": pdfdoc.PDFArray([x, y, x + width, y + height]),
            "AP": pdfdoc.PDFDictionary({"N": look}),
            "F": 4,
        }
        canvas._addAnnotation(pdfdoc.PDFDictionary(entries))

    return draw


def _unpainted(canvas: Canvas) -> None:
    text = canvas.beginText(LEFT, 100)
    text.setTextRenderMode(3)
    text.textOut("SECRET NAMES")
    canvas.drawText(text)


def _white_on_white(canvas: Canvas) -> None:
    canvas.setFillGray(1)
    canvas.drawString(LEFT, 100, "SECRET NAMES")


def _clipped(canvas: Canvas) -> None:
    path = canvas.beginPath()
    path.rect(300, 20, 50, 50)
    canvas.clipPath(path, stroke=0)
    canvas.drawString(LEFT, 100, "SECRET NAMES")


def _dark_cell(canvas: Canvas) -> None:
    canvas.rect(25, 96, 200, 16, fill=1)
    canvas.setFillGray(1)
    canvas.drawString(LEFT, 100, "WHITE ON BLACK")


def _read(path) -> Page:
    return extract_page(path, SHA, 1, ExtractSettings())


def _texts(page: Page) -> list[str]:
    return [line.text for line in page.lines]


def _assert_not_told(page: Page) -> None:
    stored = json.dumps(record_of(page))
    assert "SECRET" not in stored and "NAMES" not in stored


COVERS = [
    pytest.param(_filled(0), id="black"),
    pytest.param(_filled(0.4), id="gray"),
    pytest.param(_filled(1), id="white"),
    pytest.param(_filled(1, stroke=1), id="white-with-outline"),
    pytest.param(_filled(0, alpha=0.97), id="hardly-transparent"),
    pytest.param(_image, id="one-pixel-image"),
    pytest.param(_thick_line, id="thick-line"),
    pytest.param(_box_in_form, id="box-in-a-form"),
    pytest.param(_note("Square", is_filled=True), id="annotation"),
    pytest.param(_note("Redact", is_filled=False), id="redaction-not-applied"),
]
"""What hides words that stay in the file."""


@pytest.mark.parametrize("draw", COVERS)
def test_words_under_a_box_are_left_out_and_counted(tmp_path, draw):
    page = _read(text_pdf(tmp_path / "a.pdf", LINES, draw))
    assert _texts(page) == SEEN
    _assert_not_told(page)
    (hidden,) = page.hidden_text
    assert (hidden.word_count, hidden.character_count, hidden.is_under_box) == (2, 11, True)
    (mark,) = (mark for mark in page.marks if mark.kind is MarkKind.REDACTION)
    x, y, width, height = SECRET
    expected = Box(x0=x, top=HEIGHT - y - height, x1=x + width, bottom=HEIGHT - y)
    for box in (hidden.box, mark.box):
        assert box.overlap(expected) > 0.8 * max(box.area, expected.area)


@pytest.mark.parametrize("draw", COVERS)
def test_a_picture_for_people_does_not_show_them_either(tmp_path, draw):
    path = text_pdf(tmp_path / "a.pdf", LINES, draw)
    png = page_picture(path, 1)
    assert b"SECRET" not in png
    seen = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_UNCHANGED)
    assert seen is not None
    x, y, width, height = (value * PICTURE_DPI / 72 for value in SECRET)
    foot = HEIGHT * PICTURE_DPI / 72 - y
    inside = seen[round(foot - height) + 4 : round(foot) - 4, round(x) + 4 : round(x + width) - 4]
    assert inside.size > 500
    assert int(inside.max()) - int(inside.min()) < 20
    beside = seen[round(foot - height) : round(foot), : round(x) - 4]
    assert int(beside.max()) - int(beside.min()) > 150


@pytest.mark.parametrize(
    ("under", "over"),
    [
        pytest.param(None, None, id="nothing"),
        pytest.param(_filled(1), None, id="white-before"),
        pytest.param(_filled(0.8), None, id="shade-before"),
        pytest.param(None, _filled(0.9, alpha=0.4), id="highlight"),
        pytest.param(None, _filled(0, box=(*SECRET[:2], SECRET[2], 1.5)), id="underline"),
        pytest.param(None, _note("Highlight", is_filled=False), id="annotation-around"),
        pytest.param(None, _note("Link", is_filled=True), id="link"),
    ],
)
def test_words_that_show_are_kept(tmp_path, under, over):
    page = _read(text_pdf(tmp_path / "a.pdf", LINES, over, under=under))
    assert (_texts(page), page.hidden_text) == (list(LINES), ())


def test_black_words_on_a_black_box_are_not_seen(tmp_path):
    page = _read(text_pdf(tmp_path / "a.pdf", LINES, under=_filled(0)))
    assert (_texts(page), page.hidden_text[0].is_under_box) == (SEEN, True)


def test_white_words_on_a_black_cell_are_seen(tmp_path):
    page = _read(text_pdf(tmp_path / "a.pdf", LINES, _dark_cell))
    assert (_texts(page), page.hidden_text) == ([*LINES, "WHITE ON BLACK"], ())
    assert MarkKind.REDACTION not in {mark.kind for mark in page.marks}


@pytest.mark.parametrize("gray", [0.0, 1.0], ids=["white-on-black", "black-on-white"])
def test_a_code_on_a_box_is_read_and_shows_nothing_of_the_words_beneath(tmp_path, gray):
    page = _read(text_pdf(tmp_path / "a.pdf", LINES, _code_on_box(gray)))
    assert "B6" in [word.text for line in page.lines for word in line.words]
    _assert_not_told(page)
    assert page.hidden_text[0].word_count == 2


def test_of_a_word_half_under_a_box_the_other_half_is_kept(tmp_path):
    x, y, _, height = SECRET
    box = (x + 2 * COLUMN, y, 4 * COLUMN, height)
    page = _read(text_pdf(tmp_path / "a.pdf", LINES, _filled(0, box=box)))
    assert _texts(page)[0] == "PUBLIC WORDS AND SE NAMES HERE"
    (hidden,) = page.hidden_text
    assert (hidden.word_count, hidden.character_count) == (1, 4)


@pytest.mark.parametrize(
    "draw",
    [
        pytest.param(_unpainted, id="unpainted"),
        pytest.param(_white_on_white, id="white-on-white"),
        pytest.param(_clipped, id="clipped"),
    ],
)
def test_words_nobody_can_see_are_left_out_without_a_box(tmp_path, draw):
    page = _read(text_pdf(tmp_path / "a.pdf", OPEN, draw))
    assert (_texts(page), page.marks) == (list(OPEN), ())
    _assert_not_told(page)
    (hidden,) = page.hidden_text
    assert (hidden.word_count, hidden.is_under_box) == (2, False)


@pytest.mark.parametrize(("state", "count"), [("OFF", 1), ("ON", 0)])
def test_words_in_a_layer_that_is_switched_off_are_not_seen(tmp_path, state, count):
    content = (
        b"BT /F 12 Tf 30 260 Td (A FIRST LINE) Tj ET "
        b"/Span BMC BT /F 12 Tf 30 245 Td (A SECOND LINE) Tj ET EMC "
        b"/OC /L BDC BT /F 12 Tf 30 230 Td (SECRET NAMES) Tj ET EMC"
    )
    resources = b"<< /Font << /F 5 0 R >> /Properties << /L 6 0 R >> >>"
    layers = b"<< /OCGs [6 0 R] /D << /%s [6 0 R] >> >>" % state.encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /OCProperties %s >>" % layers,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 300] /Contents 4 0 R /Resources %s >>"
        % resources,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>",
        b"<< /Type /OCG /Name (layer) >>",
    ]
    page = _read(raw_pdf(tmp_path / "a.pdf", objects))
    assert _texts(page) == ["A FIRST LINE", "A SECOND LINE", "SECRET NAMES"][: 3 - count]
    assert len(page.hidden_text) == count


def test_a_page_of_which_nothing_is_seen_has_no_text(tmp_path):
    page = _read(text_pdf(tmp_path / "a.pdf", (), _unpainted))
    assert (page.source, page.lines, page.engine) == (TextSource.NONE, (), None)
    assert "a reader sees none of it" in page.route_reason


@pytest.mark.parametrize("draw", [_filled(0), _thick_line], ids=["box", "line"])
@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_turned_page_hides_the_same(tmp_path, rotate, draw):
    page = _read(text_pdf(tmp_path / "a.pdf", LINES, draw, rotate=rotate))
    assert _texts(page) == SEEN
    assert page.hidden_text[0].box.x0 == pytest.approx(SECRET[0], abs=1)


def test_a_cropped_page_hides_the_same(tmp_path):
    path = text_pdf(tmp_path / "a.pdf", LINES, _filled(0))
    page = _read(turned(path, 0, (20, 20, WIDTH - 20, HEIGHT - 20)))
    assert _texts(page) == SEEN
    assert page.hidden_text[0].box.x0 == pytest.approx(SECRET[0] - 20, abs=1)


def test_a_second_page_drawn_over_the_first_withholds_where_the_words_are(tmp_path):
    def draw(canvas: Canvas) -> None:
        _filled(1, box=(0, 0, WIDTH, HEIGHT))(canvas)
        canvas.drawString(LEFT, 100, "ANOTHER PAGE")

    page = _read(text_pdf(tmp_path / "a.pdf", LINES, draw))
    assert _texts(page) == ["ANOTHER PAGE"]
    assert [mark.kind for mark in page.marks] == [MarkKind.REDACTION]
    assert page.marks[0].box.bottom < 70


def _layered(folder, layer, draw: Callable[[ImageDraw.ImageDraw, float], None]) -> Page:
    """Read an image with boxes drawn into it under a layer that was made before."""
    image = page_image(LINES)
    draw(ImageDraw.Draw(image), 200 / 72)
    path = image_pdf(folder / "a.pdf", image, hidden=layer)
    with open_page(path, 1) as opened:
        pixels = prepare(opened.raster()).pixels
    words = tuple(
        Word(text=text, box=Box(x0=25, top=28 + 16 * n, x1=395, bottom=43 + 16 * n), confidence=0.9)
        for n, line in enumerate(SEEN)
        for text in line.split()
    )
    record(folder / "recorded", pixels, words)
    return extract_page(path, SHA, 1, ExtractSettings(engine=f"replay:{folder / 'recorded'}"))


@pytest.mark.parametrize(
    ("fill", "is_under_box"), [(0, True), (255, False)], ids=["blacked-out", "whited-out"]
)
def test_a_layer_says_nothing_of_what_its_image_withholds(tmp_path, fill, is_under_box):
    def draw(pen: ImageDraw.ImageDraw, scale: float) -> None:
        start, end = (
            pen.textlength(text, font=mono(12 * scale)) for text in (LINES[0][:17], LINES[0][:29])
        )
        box = [30 * scale + start, 28 * scale, 30 * scale + end, 43 * scale]
        pen.rectangle(box, fill=fill)

    page = _layered(tmp_path, LINES, draw)
    other = page.other_reading
    assert other is not None and {page.source, other.source} >= {TextSource.EMBEDDED}
    _assert_not_told(page)
    (hidden,) = page.hidden_text
    assert (hidden.word_count, hidden.is_under_box) == (2, is_under_box)


def test_rows_that_nearly_touch_are_told_apart(tmp_path):
    """Type of 12 points in steps of 11: letters of one row reach into the boxes of the next."""

    def draw(canvas: Canvas) -> None:
        for index, line in enumerate(("A SECRET ROW OF NAMES", "A PUBLIC ROW UNDER IT", "ANOTHER")):
            canvas.drawString(LEFT, 200 - 11 * index, line)
        canvas.rect(LEFT - 2, 198, 160, 11, fill=1)

    page = _read(text_pdf(tmp_path / "a.pdf", (), draw))
    assert _texts(page) == ["A PUBLIC ROW UNDER IT", "ANOTHER"]
    assert page.hidden_text[0].character_count == len("ASECRETROWOFNAMES")
