"""What is wrong with pages: words they hold and do not show, areas that are not read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extract.page import Box, HiddenText, Mark, MarkKind
from tests.transform.pages import page
from transform.page_defects import page_defects, unread_areas
from transform.parse import parse_document

BOX = Box(x0=100, top=200, x1=406, bottom=240)


@pytest.mark.parametrize(
    ("is_under_box", "code", "severity"),
    [(True, "redaction.text_beneath", "error"), (False, "page.text_unseen", "warning")],
)
def test_hidden_words_raise_an_alarm_with_their_place(is_under_box, code, severity):
    hidden = HiddenText(box=BOX, word_count=3, character_count=17, is_under_box=is_under_box)
    (one,) = page_defects([replace(page("MEMORANDUM", 2), hidden_text=(hidden,))])
    assert (one.code, one.severity, one.page_no, one.box) == (code, severity, 2, BOX)
    assert one.message.startswith("text layer: 3 words (17 characters) ")


@pytest.mark.parametrize(
    ("kind", "what"), [(MarkKind.PICTURE, "a photograph"), (MarkKind.UNREAD, "handwriting")]
)
def test_an_area_that_is_not_read_is_told_of(kind, what):
    typed = page("MEMORANDUM", 1, marks=(Mark(kind=kind, box=BOX),))
    (one,) = unread_areas([typed])
    assert (one.code, one.severity, one.box) == ("page.area_unread", "info", BOX)
    assert one.message.startswith(f"2.5% of page 1 is {what}")


@pytest.mark.parametrize("kind", [MarkKind.REDACTION, MarkKind.FRAME, MarkKind.RULE])
def test_other_marks_are_no_areas(kind):
    assert list(unread_areas([page("MEMORANDUM", 1, marks=(Mark(kind=kind, box=BOX),))])) == []


CABLE = """
R 312243Z JAN 11
FM AMEMBASSY LIMA
TO SECSTATE WASHDC 1234
UNCLAS LIMA 000392
SUBJECT: BRIDGES
1. THE BRIDGE WILL OPEN.
"""


def test_an_area_belongs_to_the_cable_on_its_page():
    marks = (Mark(kind=MarkKind.UNREAD, box=BOX),)
    parsed = parse_document([page(CABLE, 1), page("2. IT DID OPEN.", 2, marks=marks)])
    (cable,) = parsed.cables
    assert [one.page_no for one in cable.defects if one.code == "page.area_unread"] == [2]
    assert not [one for one in parsed.defects if one.code == "page.area_unread"]


def test_an_area_on_paper_that_is_no_cable_belongs_to_the_document():
    typed = page("MEMORANDUM", 1, marks=(Mark(kind=MarkKind.PICTURE, box=BOX),))
    assert "page.area_unread" in [one.code for one in parse_document([typed]).defects]
