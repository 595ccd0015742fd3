from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import ImageDraw

from extract.document import extract_page
from extract.engines.replay import record
from extract.ink.image import prepare
from extract.page import Box, Doubt, MarkKind, Page, TextSource, Word
from extract.pdf.pdfium import open_page
from extract.settings import ExtractSettings
from tests.extract.making import LINES as TYPED
from tests.extract.making import image_pdf, page_image

SHA = "ab" * 32
SCALE = 200 / 72
LINES = tuple(" ".join(line.split()) for line in TYPED)
UNPRINTED = "printed nowhere at all"
MISREAD = tuple(
    line.replace("AF-01", "AF-0l").replace("report says", "rcport snys") for line in LINES
)


def _read(
    folder: Path, layer: Sequence[str], ocr: Sequence[str], confidence: float, *, box: bool = False
) -> Page:
    """Read a printed page with a layer, for which an engine's answer is recorded."""
    image = page_image(LINES)
    if box:
        ImageDraw.Draw(image).rectangle([30 * SCALE, 160 * SCALE, 150 * SCALE, 174 * SCALE], fill=0)
    path = image_pdf(folder / "a.pdf", image, hidden=layer)
    with open_page(path, 1) as opened:
        pixels = prepare(opened.raster()).pixels
    words = tuple(
        Word(
            text=line,
            box=Box(x0=25, top=28 + 16 * n, x1=395, bottom=43 + 16 * n),
            confidence=confidence if line == LINES[n] else 0.3,
        )
        for n, line in enumerate(ocr)
    )
    record(folder / "recorded", pixels, words)
    return extract_page(path, SHA, 1, ExtractSettings(engine=f"replay:{folder / 'recorded'}"))


@pytest.mark.parametrize(
    ("layer", "ocr", "confidence", "source"),
    [
        pytest.param(LINES, LINES, 0.9, TextSource.EMBEDDED, id="both the same"),
        pytest.param(LINES, MISREAD, 0.9, TextSource.EMBEDDED, id="OCR misreads and doubts"),
        pytest.param(MISREAD, LINES, 0.95, TextSource.OCR, id="OCR reads on surely"),
        pytest.param(MISREAD, LINES, 0.6, TextSource.EMBEDDED, id="OCR reads on with doubt"),
        pytest.param(LINES[:4], LINES, 0.9, TextSource.OCR, id="layer lacks lines"),
        pytest.param(LINES, LINES[:4], 0.9, TextSource.EMBEDDED, id="OCR lacks lines"),
        pytest.param((*LINES, "", "", UNPRINTED), LINES, 0.9, TextSource.OCR, id="unprinted"),
    ],
)
def test_the_better_reading_is_kept_and_the_other_beside_it(
    tmp_path, layer, ocr, confidence, source
):
    page = _read(tmp_path, layer, ocr, confidence)
    other = page.other_reading
    assert other is not None and {page.source, other.source} == {
        TextSource.EMBEDDED,
        TextSource.OCR,
    }
    assert page.source is source
    printed = [line for line in layer if line and line != UNPRINTED]
    texts = {TextSource.EMBEDDED: printed, TextSource.OCR: list(ocr)}
    assert [line.text for line in page.lines] == texts[page.source]
    assert [line.text for line in other.lines] == texts[other.source]
    assert ("the layer is kept" in page.route_reason) is (source is TextSource.EMBEDDED)
    assert {page.engine, other.engine} > {"replay"}


def test_ink_the_kept_reading_leaves_out_raises_a_doubt(tmp_path):
    page = _read(tmp_path, LINES[:5], LINES[:5], 0.7)
    assert page.source is TextSource.EMBEDDED
    assert page.ink_read_share is not None and 0.4 < page.ink_read_share < 0.9
    assert page.doubts == (Doubt.INK_UNREAD,)


def test_a_reading_without_confidence_raises_a_doubt(tmp_path):
    page = _read(tmp_path, ("4711",), LINES, 0.7)
    assert (page.source, page.doubts) == (TextSource.OCR, (Doubt.LOW_CONFIDENCE,))
    assert page.ink_read_share is not None and page.ink_read_share > 0.99


def test_what_is_blacked_out_is_told_by_the_image(tmp_path):
    page = _read(tmp_path, LINES, LINES, 0.9, box=True)
    assert page.source is TextSource.EMBEDDED
    assert [mark.kind for mark in page.marks] == [MarkKind.REDACTION]
    assert page.redacted_share > 0.01


def test_a_layer_over_a_blank_picture_is_no_text_of_the_page(tmp_path):
    path = image_pdf(tmp_path / "a.pdf", page_image(()), hidden=LINES)
    page = extract_page(path, SHA, 1, ExtractSettings(engine=f"replay:{tmp_path}"))
    assert (page.source, page.lines, page.other_reading) == (TextSource.NONE, (), None)
    assert "printed nowhere" in page.route_reason
    (hidden,) = page.hidden_text
    assert (hidden.word_count, hidden.is_under_box) == (len(" ".join(LINES).split()), False)
