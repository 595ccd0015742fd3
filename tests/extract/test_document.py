from __future__ import annotations

import pickle

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extract.document import extract_page
from extract.engines.replay import record
from extract.errors import OcrCrashed, UnreadablePage
from extract.ink.image import prepare
from extract.page import Box, MarkKind, TextSource, Word
from extract.pdf.pdfium import open_page
from extract.settings import ExtractSettings
from tests.extract.making import LINES, image_pdf, page_image, text_pdf

SHA = "ab" * 32


def _texts(page) -> list[str]:
    return [line.text for line in page.lines]


def test_a_scan_is_read_by_the_engine_and_says_why(tmp_path):
    path = image_pdf(tmp_path / "a.pdf", page_image())
    with open_page(path, 1) as opened:
        picture = prepare(opened.raster())
    whole_rows = tuple(
        Word(
            text=line,
            box=Box(x0=25, top=28 + 16 * n, x1=395, bottom=43 + 16 * n),
            confidence=0.9,
        )
        for n, line in enumerate(LINES)
    )
    record(tmp_path / "recorded", picture.pixels, whole_rows)
    page = extract_page(path, SHA, 1, ExtractSettings(engine=f"replay:{tmp_path / 'recorded'}"))
    assert (page.source, page.engine) == (TextSource.OCR, "replay")
    assert "no embedded text" in page.route_reason
    assert _texts(page) == list(LINES)
    assert pickle.loads(pickle.dumps(page)) == page


def test_an_engine_that_fails_fails_the_page(tmp_path):
    path = image_pdf(tmp_path / "a.pdf", page_image())
    with pytest.raises(OcrCrashed):
        extract_page(path, SHA, 1, ExtractSettings(engine=f"replay:{tmp_path}"))


def test_a_blank_scan_asks_no_engine(tmp_path):
    path = image_pdf(tmp_path / "a.pdf", page_image(()))
    page = extract_page(path, SHA, 1, ExtractSettings(engine=f"replay:{tmp_path}"))
    assert (page.source, page.lines) == (TextSource.NONE, ())
    assert "nothing of the size of type" in page.route_reason


@pytest.mark.ocr
@pytest.mark.parametrize(
    "size",
    [(0.3, 0.3), (1, 1), (1, 792), (612, 1), (9, 1)],
    ids=lambda size: "{} by {}".format(*size),
)
def test_a_page_too_small_for_a_letter_is_read_and_found_empty(tmp_path, size):
    """Points: what is left of a page whose boxes are broken (`tests.hostile`, `change_boxes`)."""
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=size)
    width, height = (max(1, round(4 * side)) for side in size)
    dots = Image.new("1", (width, height))
    dots.putdata([(row + column) % 2 for row in range(height) for column in range(width)])
    canvas.drawImage(ImageReader(dots), 0, 0, *size)
    canvas.save()
    page = extract_page(tmp_path / "a.pdf", SHA, 1, ExtractSettings())
    assert (page.width, page.height) == pytest.approx(size, abs=0.01)
    assert page.lines == ()


def test_a_page_blacked_out_is_all_redaction(tmp_path):
    image = page_image(())
    image.paste(0, (60, 60, image.width - 60, image.height - 60))
    path = image_pdf(tmp_path / "a.pdf", image)
    page = extract_page(path, SHA, 1, ExtractSettings(engine=f"replay:{tmp_path}"))
    assert [mark.kind for mark in page.marks] == [MarkKind.REDACTION]
    assert page.redacted_share > 0.6


def test_a_page_beyond_the_end_is_an_error(tmp_path):
    with pytest.raises(UnreadablePage, match="page 7"):
        extract_page(text_pdf(tmp_path / "a.pdf"), SHA, 7, ExtractSettings())


@pytest.mark.ocr
@pytest.mark.parametrize(
    ("mode", "turn"),
    [("1", 0), ("L", 0.7), ("RGB", -1.2), ("CMYK", 0)],
    ids=["1-bit", "gray, tilted", "RGB, tilted", "CMYK"],
)
def test_scans_of_every_kind_are_read(tmp_path, mode, turn):
    image = page_image(dpi=300).rotate(turn, fillcolor=255, resample=Image.Resampling.BICUBIC)
    page = extract_page(
        image_pdf(tmp_path / "a.pdf", image.convert(mode)), SHA, 1, ExtractSettings()
    )
    assert _texts(page) == [" ".join(line.split()) for line in LINES]
    assert page.skew_degrees == pytest.approx(turn, abs=0.2)
    first = page.lines[0].box
    assert (first.x0, first.bottom) == pytest.approx((30, 40), abs=5)


@pytest.mark.ocr
def test_a_layer_of_noise_is_read_again(tmp_path):
    path = image_pdf(
        tmp_path / "a.pdf", page_image(), hidden=("~ . ,; ' . - ^ i .", ". , ' ; : l . ~")
    )
    page = extract_page(path, SHA, 1, ExtractSettings())
    assert page.source is TextSource.OCR
    assert "OCR is kept: it has only 18 characters" in page.route_reason
    assert page.other_reading is not None and page.other_reading.source is TextSource.EMBEDDED
    assert _texts(page)[2] == "FM AMEMBASSY SAMPLETOWN"
