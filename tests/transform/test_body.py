"""The body as one text: joins over breaks, captions of figures, summary, comment, redactions."""

from __future__ import annotations

import pytest

from extract.page import Mark, MarkKind
from tests.transform.pages import box, page, rows
from transform.body import Body, read_body
from transform.layers import peel
from transform.redaction import find_redactions
from transform.rows import flatten

FULL = "THE MAYOR SAID THAT THE BRIDGE OVER THE RIVER WILL OPEN"
CLOSE = "\nAND SO ON" * 8
"""Rows that show the step from line to line, below whatever a case is about."""


def body(*sheets: str) -> Body:
    return read_body([rows(*sheets)], ())


def texts(*sheets: str) -> list[str]:
    return [one.text for one in body(*sheets).paragraphs]


@pytest.mark.parametrize(
    ("sheets", "expected"),
    [
        pytest.param(["1. THE BRIDGE\nIS OPEN."], ["THE BRIDGE IS OPEN."], id="rows"),
        pytest.param(["1. THE BRIDGE", "IS OPEN."], ["THE BRIDGE IS OPEN."], id="page-break"),
        pytest.param(["1. SECURI-\nTY MATTERS."], ["SECURITY MATTERS."], id="hyphen"),
        pytest.param(["1. SECURI-", "TY MATTERS."], ["SECURITY MATTERS."], id="hyphen-over-pages"),
        pytest.param(
            ["1. A LONG-TERM PLAN, A LONG-\nTERM VIEW."], ["A LONG-TERM PLAN, A LONG-TERM VIEW."],
            id="compound",
        ),
        pytest.param(["1. ONE.\n2. TWO."], ["ONE.", "TWO."], id="two"),
    ],
)  # fmt: skip
def test_lines_are_joined_into_paragraphs(sheets, expected):
    assert texts(*sheets) == expected


def test_sections_are_read_as_one_text():
    found = rows("1. THE BRIDGE", "IS OPEN.\n2. TWO.")
    assert [p.text for p in read_body([found[:1], found[1:]], ()).paragraphs] == [
        "THE BRIDGE IS OPEN.", "TWO.",
    ]  # fmt: skip


def test_a_paragraph_knows_its_pages_and_rows():
    one = body("1. THE BRIDGE", "IS OPEN.").paragraphs[0]
    assert (one.page_first, one.page_last) == (1, 2)
    assert [(span.page_no, span.line_no) for span in one.spans] == [(1, 1), (2, 1)]


@pytest.mark.parametrize(
    ("text", "gaps"),
    [
        pytest.param("1. ONE.\n\n2. TWO.", 0, id="none"),
        pytest.param("1. ONE.\n\n3. THREE.", 1, id="one-lost"),
        pytest.param("2. TWO.\n\n3. THREE.", 1, id="the-first-lost"),
        pytest.param("ONE.", 0, id="no-numbers"),
    ],
)
def test_gaps_in_the_numbers_are_told(text, gaps):
    found = [d for d in body(text + CLOSE).defects if d.code.value == "paragraph.gap"]
    assert len(found) == gaps


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        pytest.param("1. ONE.\n\nSource: INM\n\n2. TWO.", 1, id="11MEXICO392-caption"),
        pytest.param("1. ONE SAID THE\nSOURCE: A BAKER IN THE\nTOWN.", 0, id="in-a-sentence"),
    ],
)
def test_the_caption_of_a_lost_figure_is_no_text(text, lost):
    found = body(text + CLOSE)
    assert [d.code.value for d in found.defects].count("figure.missing") == lost
    assert ("SOURCE" in (found.text or "").upper()) is (lost == 0)


def test_the_whole_text_has_headings_numbers_and_marks():
    text = "THE ROAD\n\n1. (C) ONE.\n\n2. TWO."
    found = body(text + CLOSE).text or ""
    assert found.startswith("THE ROAD\n\n1. (C) ONE.\n\n2. TWO.")


@pytest.mark.parametrize(
    ("text", "signature", "last"),
    [
        pytest.param(f"1. {FULL}.\nSAMPLE", "SAMPLE", f"{FULL}.", id="alone"),
        pytest.param(f"1. {FULL}. SAMPLE", "SAMPLE", f"{FULL}.", id="run-in"),
        pytest.param(f"1. {FULL}.", None, f"{FULL}.", id="none"),
    ],
)
def test_the_signature_is_no_text(text, signature, last):
    found = body(text)
    assert (found.signature, found.paragraphs[-1].text) == (signature, last)


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        pytest.param(
            "1. HE TOLD            ALL OF IT.", box(0, 11, 21),
            "HE TOLD [REDACTED] ALL OF IT.", id="inside-a-line",
        ),
        pytest.param(
            "1. HE TOLD ALL OF IT\n\n\n\nAND WENT.", box(1, 0, 40).union(box(3, 0, 40)),
            "HE TOLD ALL OF IT [REDACTED] AND WENT.", id="whole-lines",
        ),
    ],
)  # fmt: skip
def test_a_withheld_stretch_stands_in_the_text(text, place, expected):
    typed = page(text + CLOSE, marks=(Mark(kind=MarkKind.REDACTION, box=place),))
    found = flatten([typed])
    withheld, _ = find_redactions([typed], found, peel(found))
    result = read_body([found], withheld)
    assert result.paragraphs[0].text.startswith(expected)
    assert result.paragraphs[0].redaction_count == 1
    assert [position for _, position in result.withheld_in] == [1]


def test_sections_are_each_signed_and_the_name_is_no_text():
    sections = [rows(f"1. {FULL}.\nSAMPLE"), rows(f"2. {FULL}.\nSAMPLE")]
    found = read_body(sections, ())
    assert (found.signature, [p.text for p in found.paragraphs]) == ("SAMPLE", [f"{FULL}."] * 2)


def test_an_item_behind_b_is_no_portion_marking():
    found = body("1. THERE ARE THREE:\n\n(A) A RIVER.\n\n(B) A ROAD.\n\n(C) A BRIDGE.\n\n2. TWO.")
    assert [(p.number, p.portion_marking) for p in found.paragraphs] == [(1, None), (2, None)]


def test_no_body():
    assert body("") == Body()
