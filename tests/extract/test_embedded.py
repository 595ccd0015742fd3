from __future__ import annotations

import pytest

from extract.document import extract_page
from extract.page import MarkKind, TextSource
from extract.settings import ExtractSettings
from tests.extract.making import HEIGHT, LINES, text_pdf, turned

SETTINGS = ExtractSettings()


def _texts(page) -> list[str]:
    return [line.text for line in page.lines]


def test_each_printed_row_is_one_line(tmp_path):
    page = extract_page(text_pdf(tmp_path / "a.pdf"), "d" * 64, 1, SETTINGS)
    assert page.source is TextSource.EMBEDDED
    assert _texts(page) == [" ".join(line.split()) for line in LINES]
    assert [line.line_no for line in page.lines] == list(range(1, len(LINES) + 1))
    assert {word.confidence for line in page.lines for word in line.words} == {None}
    assert page.engine is not None and "pdfplumber" in page.engine


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_turned_page_reads_as_the_reader_sees_it(tmp_path, rotate):
    upright = extract_page(text_pdf(tmp_path / "a.pdf"), "d" * 64, 1, SETTINGS)
    page = extract_page(text_pdf(tmp_path / "b.pdf", rotate=rotate), "d" * 64, 1, SETTINGS)
    assert (page.width, page.height) == (upright.width, upright.height)
    assert _texts(page) == _texts(upright)
    for line, expected in zip(page.lines, upright.lines, strict=True):
        assert line.box.x0 == pytest.approx(expected.box.x0, abs=0.1)
        assert line.box.top == pytest.approx(expected.box.top, abs=0.1)


def test_a_crop_box_moves_the_origin_and_hides_what_is_outside(tmp_path):
    whole = extract_page(text_pdf(tmp_path / "a.pdf"), "d" * 64, 1, SETTINGS)
    crop = turned(tmp_path / "a.pdf", 0, (20, HEIGHT - 80, 380, HEIGHT - 20))
    page = extract_page(crop, "d" * 64, 1, SETTINGS)
    assert _texts(page) == _texts(whole)[:3]
    first, moved = whole.lines[0].box, page.lines[0].box
    assert (moved.x0, moved.top) == pytest.approx((first.x0 - 20, first.top - 20), abs=0.1)


def test_drawn_boxes_are_redactions_and_frames(tmp_path):
    def draw(canvas):
        canvas.rect(200, HEIGHT - 110, 120, 12, fill=1)
        canvas.rect(20, HEIGHT - 62, 340, 14, fill=0)
        canvas.rect(60, 20, 90, 14, fill=0)
        canvas.line(20, 10, 380, 10)

    page = extract_page(text_pdf(tmp_path / "a.pdf", draw=draw), "d" * 64, 1, SETTINGS)
    kinds = sorted((mark.kind, round(mark.box.x0)) for mark in page.marks)
    assert kinds == [
        (MarkKind.FRAME, 20),
        (MarkKind.REDACTION, 60),
        (MarkKind.REDACTION, 200),
        (MarkKind.RULE, 20),
    ]
    assert page.redacted_share == pytest.approx(
        (120 * 12 + 90 * 14) / (page.width * page.height), rel=0.1
    )


def test_a_white_filled_box_hides_nothing(tmp_path):
    def draw(canvas):
        canvas.setFillGray(1)
        canvas.rect(200, 20, 120, 12, fill=1, stroke=0)

    assert extract_page(text_pdf(tmp_path / "a.pdf", draw=draw), "d" * 64, 1, SETTINGS).marks == ()


def test_four_lines_around_words_are_a_frame(tmp_path):
    def draw(canvas):
        canvas.setLineWidth(0.5)
        for line in (
            (20, 238, 360, 238),
            (20, 252, 360, 252),
            (20, 238, 20, 252),
            (360, 238, 360, 252),
        ):
            canvas.line(*line)

    page = extract_page(text_pdf(tmp_path / "a.pdf", draw=draw), "d" * 64, 1, SETTINGS)
    assert [mark.kind for mark in page.marks] == [MarkKind.FRAME]


def test_a_word_with_a_line_through_it_is_struck(tmp_path):
    def draw(canvas):
        canvas.line(28, HEIGHT - 36, 75, HEIGHT - 36)
        canvas.line(28, HEIGHT - 59, 60, HEIGHT - 59)

    page = extract_page(text_pdf(tmp_path / "a.pdf", draw=draw), "d" * 64, 1, SETTINGS)
    struck = [word.text for line in page.lines for word in line.words if word.is_struck]
    assert struck == ["ACTION"]


def test_a_blank_page_has_no_source(tmp_path):
    page = extract_page(text_pdf(tmp_path / "a.pdf", lines=()), "d" * 64, 1, SETTINGS)
    assert (page.source, page.engine, page.lines) == (TextSource.NONE, None, ())


@pytest.mark.releases
def test_the_rows_of_an_archive_print_stay_whole(releases):
    """1974LAPAZ00874: grid and dash line included."""
    path = releases / "nara_1970s" / "1974LAPAZ00874.pdf"
    page = extract_page(path, "d" * 64, 1, SETTINGS)
    texts = _texts(page)
    assert "INFO OCT-01 ISO-00 AID-20 IO-09 SSO-00 NSCE-00 USIE-00" in texts
    assert "--------------------- 107341" in texts
    assert "PAGE 01 LA PAZ 00874 082039Z" in texts


@pytest.mark.releases
def test_control_codes_in_review_lines_are_no_text(releases):
    """NARA's 1979 prints put tabs without a Unicode meaning into their review lines."""
    page = extract_page(releases / "nara_1970s" / "1979LAPAZ00497.pdf", "d" * 64, 1, SETTINGS)
    assert page.lines[0].text.endswith(
        "Declassified/Released US Department of State EO Systematic Review 20 Mar 2014"
    )
    assert "cid" not in page.lines[0].text


@pytest.mark.ocr
@pytest.mark.releases
def test_the_card_rows_of_94_dushanbe_259_stay_whole(releases):
    page = extract_page(releases / "state_2026" / "94_DUSHANBE_259.pdf", "d" * 64, 1, SETTINGS)
    layer = page if page.source is TextSource.EMBEDDED else page.other_reading
    assert layer is not None
    texts = [line.text for line in layer.lines]
    assert "MRN: 94 DUSHANBE 259" in texts
    assert "Action: WASHDC, SECSTATE ROUTINE; MOSCOW, AMEMBASSY ROUTINE" in texts
    assert MarkKind.FRAME in {mark.kind for mark in page.marks}
