"""Marks on prints the generator makes: struck markings, hands, photographs, words under boxes."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest

from extract.document import extract_page
from extract.page import UNREAD_KINDS, Box, MarkKind, Page
from extract.settings import ExtractSettings
from extract.store.page_record import record_of
from tests.synthetic import (
    Era,
    Level,
    Mode,
    Print,
    PrintFormat,
    make_cable,
    print_cable,
    scan_print,
)
from tests.synthetic.by_hand import UNREAD_KINDS as DRAWN
from tests.synthetic.by_hand import add_by_hand
from tests.synthetic.covered import cover
from tests.synthetic.sheets import Figure
from tests.synthetic.struck import strike_markings

FIELD = 0.5
"""Share of a drawn area that must be flagged."""


def _print(seed: int, layout: PrintFormat = PrintFormat.FOIA) -> Print:
    era = Era.SEVENTIES if layout is PrintFormat.NARA else Era.TWO_THOUSANDS
    return print_cable(make_cable(seed, era), layout, variant=seed)


def _read(folder: Path, printed: Print, page_no: int) -> Page:
    path = folder / "print.pdf"
    path.write_bytes(printed.pdf)
    return extract_page(path, "ab" * 32, page_no, ExtractSettings())


def _box(figure: Figure) -> Box:
    return Box(x0=figure.x0, top=figure.top, x1=figure.x1, bottom=figure.bottom)


def _struck(page: Page, strikes: list[Figure]) -> tuple[int, int]:
    """Return how many lines struck a word, and how many words are struck beside them."""
    words = [word for line in page.lines for word in line.words if word.is_struck]
    lines = [_box(one) for one in strikes]
    crossed = [
        [word for word in words if word.box.x0 < line.x1 and line.x0 < word.box.x1
         and word.box.top - 2 < line.middle < word.box.bottom + 2]
        for line in lines
    ]  # fmt: skip
    return sum(map(bool, crossed)), len([w for w in words if not any(w in own for own in crossed)])


@pytest.mark.parametrize("seed", [545, 547], ids=["SBU", "C"])
def test_struck_markings_of_a_text_layer_are_known(tmp_path, seed):
    printed = strike_markings(_print(seed), Random(seed))
    strikes = [one for one in printed.sheets[0].figures if one.kind == "strike"]
    assert _struck(_read(tmp_path, printed, 1), strikes) == (len(strikes), 0)


@pytest.mark.ocr
def test_struck_markings_of_a_scan_are_known(tmp_path):
    printed = strike_markings(_print(547), Random(547))
    worn = scan_print(printed, Level.TYPICAL, seed=547, dpi=200, mode=Mode.GRAY)
    strikes = [one for one in worn.sheets[0].figures if one.kind == "strike"]
    assert _struck(_read(tmp_path, worn, 1), strikes) == (len(strikes), 0)


@pytest.mark.ocr
def test_a_signature_a_seal_and_a_photograph_are_flagged_and_nothing_else(tmp_path):
    worn = scan_print(add_by_hand(_print(541), Random(541)), Level.CLEAN, seed=541, dpi=200)
    page = _read(tmp_path, worn, 2)
    drawn = [_box(one) for one in worn.sheets[1].figures if one.kind in DRAWN]
    flagged = [mark.box for mark in page.marks if mark.kind in UNREAD_KINDS]
    assert len(drawn) == len(flagged) == 3
    for one in drawn:
        assert max(one.overlap(box) for box in flagged) > FIELD * one.area
    area = page.width * page.height
    assert page.unread_share == pytest.approx(sum(one.area for one in drawn) / area, rel=0.3)
    assert page.lines[-1].text == "DECONTROLLED/UNCLASSIFIED"


@pytest.mark.parametrize("gray", [0.0, 1.0], ids=["black", "white"])
@pytest.mark.parametrize("layout", [PrintFormat.NARA, PrintFormat.FOIA])
def test_words_under_a_box_of_a_release_are_told_to_nobody(tmp_path, layout, gray):
    plain = _print(540, layout)
    line = next(one.text for one in plain.sheets[0].pieces if one.text.startswith("1."))
    secret = " ".join(line.split()[-3:])
    page = _read(tmp_path, cover(plain, secret, gray), 1)
    assert secret not in json.dumps(record_of(page))
    assert line[: line.index(secret)].strip() in [one.text for one in page.lines]
    (hidden,) = page.hidden_text
    assert (hidden.word_count, hidden.is_under_box) == (3, True)
    (mark,) = [mark for mark in page.marks if mark.kind is MarkKind.REDACTION]
    assert mark.box.overlap(hidden.box) > 0.8 * hidden.box.area
