"""Rows to paragraphs: numbers, markings, lists, headings, page breaks."""

from __future__ import annotations

import pytest

from tests.transform.pages import rows
from transform.paragraphs import OpenParagraph, gather

FULL = "THE MAYOR SAID THAT THE BRIDGE OVER THE RIVER WILL OPEN"


CLOSE = "\nAND SO ON" * 8
"""Rows that show the step from line to line, below whatever a case is about."""


def paragraphs(*sheets: str) -> list[OpenParagraph]:
    return gather(rows(*sheets[:-1], sheets[-1] + CLOSE), {}, None)


def numbers(*sheets: str) -> list[int | None]:
    return [one.number for one in paragraphs(*sheets)]


@pytest.mark.parametrize(
    ("text", "number", "mark", "rest"),
    [
        pytest.param("1. THE BRIDGE", 1, None, "THE BRIDGE", id="stop"),
        pytest.param("1 (SBU) THE BRIDGE", 1, "SBU", "THE BRIDGE", id="11MEXICO392-no-dot"),
        pytest.param("1. (C) THE BRIDGE", 1, "C", "THE BRIDGE", id="marked"),
        pytest.param("1.(S/NF) THE BRIDGE", 1, "S/NF", "THE BRIDGE", id="caption-in-the-mark"),
        pytest.param("1. [U] THE BRIDGE", 1, "U", "THE BRIDGE", id="square-brackets"),
        pytest.param("1. (LOU) THE BRIDGE", 1, "LOU", "THE BRIDGE", id="lou"),
        pytest.param("1, THE BRIDGE", 1, None, "THE BRIDGE", id="comma-for-stop"),
        pytest.param("l. THE BRIDGE", 1, None, "THE BRIDGE", id="l-for-1"),
        pytest.param("I. THE BRIDGE", 1, None, "THE BRIDGE", id="I-for-1"),
        pytest.param("¶1. THE BRIDGE", 1, None, "THE BRIDGE", id="pilcrow"),
        pytest.param("1. (C- ENTIRE TEXT)", 1, "C", "ENTIRE TEXT", id="entire"),
        pytest.param("1. C - ENTIRE TEXT.", 1, "C", "ENTIRE TEXT", id="entire-bare"),
        pytest.param("1. CONFIDENTIAL - ENTIRE TEXT.", 1, "C", "ENTIRE TEXT", id="entire-word"),
        pytest.param("(C) THE BRIDGE", None, "C", "THE BRIDGE", id="no-number"),
        pytest.param("THE BRIDGE IS", None, None, "THE BRIDGE IS", id="neither"),
        pytest.param("1979 WAS A YEAR", None, None, "1979 WAS A YEAR", id="year"),
        pytest.param("7. THE BRIDGE", None, None, "7. THE BRIDGE", id="not-due"),
    ],
)
def test_how_a_paragraph_opens(text, number, mark, rest):
    (one,) = paragraphs(text)
    assert (one.number, one.marking, one.lines[0][1]) == (number, mark, rest)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("1. ONE.\n\n2. TWO.\n\n3. THREE.", [1, 2, 3], id="parted"),
        pytest.param("1. ONE.\n2. TWO.\n3. THREE.", [1, 2, 3], id="close"),
        pytest.param("1. ONE:\n1) A RIVER\n2) A ROAD\n\n2. TWO.", [1, 2], id="list-inside"),
        pytest.param("1. ONE.\n\n3. THREE.", [1, 3], id="one-lost"),
        pytest.param("1. ONE.\n\n2. TWO.\n\n9. NINE.", [1, 2], id="a-jump-too-far"),
        pytest.param(
            f"1. {FULL}\n2. JULY.\n\n2. TWO.", [1, 2], id="wrapped-date-in-a-full-row"
        ),
        pytest.param("SUMMARY: ALL IS WELL.\n\n1. ONE.", [None, 1], id="summary-above-1"),
        pytest.param("1. ONE.\n\nB. (U) TWO.", [1, 2], id="torn-number-with-a-mark"),
        pytest.param("1. ONE.\n\n2 THE RIVER IS HIGH.", [1, 2], id="stop-lost"),
        pytest.param("1. ONE.\n\nA. A RIVER\n\nB. A ROAD\n\n2. TWO.", [1, 2], id="letters"),
    ],
)  # fmt: skip
def test_only_the_number_due_opens_a_paragraph(text, expected):
    assert numbers(text) == expected


def test_a_date_that_wraps_opens_no_paragraph():
    text = f"1. {FULL} BY DECEMBER\n2. THE OLD ONE WILL CLOSE.\n\n2. ALL AGREED."
    assert paragraphs(text)[0].lines[-1][1] == "2. THE OLD ONE WILL CLOSE."


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        pytest.param("1. THE MAYOR SAID THE OLD", "bridge is shut.", [1], id="mid-sentence"),
        pytest.param("1. ONE.", "2. TWO.", [1, 2], id="a-number-on-the-next-page"),
        pytest.param("1. ONE.", "THE MAYOR SAID SO.", [1], id="no-number"),
    ],
)
def test_page_breaks(first, second, expected):
    assert numbers(first, second) == expected


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        pytest.param("THE ROAD AHEAD\n\n1. ONE.", ["THE ROAD AHEAD"], id="alone"),
        pytest.param(
            f"THE ROAD AHEAD\n-----\n\n1. {FULL}\n{FULL}", ["THE ROAD AHEAD"], id="underlined"
        ),
        pytest.param(
            f"THE ROAD AHEAD\n-----\n1. {FULL}\n{FULL}", ["THE ROAD AHEAD"], id="close-below"
        ),
        pytest.param("1. ONE.\n\nCOMMENT\n\n2. TWO.", [None, "COMMENT"], id="between"),
        pytest.param("# COMMENT\n\n1. ONE.", ["COMMENT"], id="markdown"),
        pytest.param("COMMENT\n\n1. ONE.\n\n2. TWO.", ["COMMENT"] * 2, id="stays-until-the-next"),
        pytest.param("COMMENT\n\n(C) ONE.", ["COMMENT"], id="above-a-marking"),
        pytest.param("1. ONE.\n\nALL AGREED.\n\n2. TWO.", [None, None], id="end-stop"),
        pytest.param("1. THE\nLAST ROW OF IT\n\n2. TWO.", [None, None], id="not-alone"),
    ],
)
def test_headings(text, headings):
    assert [one.heading for one in paragraphs(text)] == headings


def test_a_heading_may_head_a_page():
    assert [one.heading for one in paragraphs("1. ONE.", "COMMENT\n\n2. TWO.")] == [None, "COMMENT"]


def test_the_end_of_a_sentence_at_the_head_of_a_page_is_no_heading():
    first, second = paragraphs("1. THE MAYOR SAID THAT THE", "bridge is open now\n\n2. TWO.")
    assert (len(first.lines), second.heading) == (2, None)


def test_underlines_and_specks_are_no_text():
    (one,) = paragraphs("1. ONE.\n-----\n. '\nAND MORE")
    assert [text for _, text in one.lines[:2]] == ["ONE.", "AND MORE"]
