"""The scan simulator: image-only, repeatable, and boxes of the truth where the ink is."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pdfplumber
import pypdfium2
import pytest
from rapidfuzz.distance import Levenshtein

from extract.document import extract_page
from extract.settings import ExtractSettings
from tests.synthetic import (
    Era,
    Level,
    Mode,
    Print,
    PrintFormat,
    make_cable,
    print_cable,
    scan,
    scan_print,
)

POINTS_PER_INCH = 72

CLEAN_ERROR_RATE = 0.03
"""The best chain of ocr.md stands at 2.5 % on clean prints; this is what has to be left of it."""


@pytest.fixture(scope="module")
def printed() -> Print:
    """A print with black and white boxes on its first page."""
    return print_cable(make_cable(72, Era.TWO_THOUSANDS), PrintFormat.FOIA, withheld_count=4)


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("level", Level)
def test_a_scan_is_images_only_and_the_same_each_time(printed, level, mode):
    made = scan(printed.pdf, level, seed=9, dpi=100, mode=mode)
    assert made == scan(printed.pdf, level, seed=9, dpi=100, mode=mode)
    assert made != scan(printed.pdf, level, seed=10, dpi=100, mode=mode)
    with pdfplumber.open(io.BytesIO(made)) as pdf:
        assert len(pdf.pages) == len(printed.sheets)
        assert [len(page.images) for page in pdf.pages] == [1] * len(pdf.pages)
        assert pdf.pages[0].chars == []
        assert (pdf.pages[0].width, pdf.pages[0].height) == (612, 792)


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("level", Level)
def test_the_boxes_of_the_truth_lie_on_the_ink(printed, level, mode):
    worn = scan_print(printed, level, seed=4, dpi=150, mode=mode)
    for number, sheet in enumerate(worn.sheets):
        gray = _pixels(worn.pdf, number, 150)
        for box in sheet.redactions():
            inner = _crop(gray, box, 150, shrink=3)
            is_dark = box["style"] == "black"
            assert (inner.mean() < 128) == is_dark, f"{box} is {inner.mean():.0f}"


def test_a_hidden_layer_carries_the_text_with_its_slips():
    cable = make_cable(13, Era.NINETIES)
    worn = scan_print(
        print_cable(cable, PrintFormat.CARD),
        Level.CLEAN,
        dpi=100,
        mode=Mode.GRAY,
        has_text_layer=True,
    )
    with pdfplumber.open(io.BytesIO(worn.pdf)) as pdf:
        text = pdf.pages[0].extract_text()
    assert f"FM {cable.originator}" in text
    assert "Pagel of" in text
    assert "----" not in text


@pytest.mark.ocr
@pytest.mark.parametrize(("dpi", "mode"), [(300, Mode.BILEVEL), (200, Mode.GRAY)])
def test_a_clean_scan_reads_almost_perfectly(tmp_path, dpi, mode):
    printed = print_cable(make_cable(47, Era.TWO_THOUSANDS), PrintFormat.FOIA)
    path = tmp_path / "clean.pdf"
    path.write_bytes(scan(printed.pdf, Level.CLEAN, dpi=dpi, mode=mode))
    page = extract_page(path, "0" * 64, 1, ExtractSettings())
    read = " ".join(" ".join(line.text for line in page.lines).split())
    truth = printed.lines()["pages"][0]["lines"]
    printed_text = " ".join(" ".join(line["text"] for line in truth).split())
    rate = Levenshtein.distance(read, printed_text) / len(printed_text)
    assert rate < CLEAN_ERROR_RATE, f"{rate:.1%} of characters wrong"


def _pixels(pdf: bytes, number: int, dpi: int) -> Any:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    bitmap = document[number].render(scale=dpi / POINTS_PER_INCH, grayscale=True)
    pixels = np.array(bitmap.to_pil().convert("L"))
    document.close()
    return pixels


def _crop(gray: Any, box: dict[str, Any], dpi: int, *, shrink: float) -> Any:
    scale = dpi / POINTS_PER_INCH
    top, bottom = round((box["top"] + shrink) * scale), round((box["bottom"] - shrink) * scale)
    left, right = round((box["x0"] + shrink) * scale), round((box["x1"] - shrink) * scale)
    return gray[top:bottom, left:right]
