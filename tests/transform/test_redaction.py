"""Withheld stretches: their codes, their row, how much they cover."""

from __future__ import annotations

import pytest

from extract.page import Box, Mark, MarkKind
from tests.transform.pages import HEIGHT, WIDTH, box, page
from transform.layers import peel
from transform.redaction import find_redactions, parse_exemptions
from transform.rows import flatten

FULL = "THE MAYOR SAID THAT THE BRIDGE OVER THE RIVER WILL OPEN"
LINES = "\n".join([FULL] * 12)


def find(text: str, *boxes: Box, kind: MarkKind = MarkKind.REDACTION):
    typed = page(text, marks=tuple(Mark(kind=kind, box=one) for one in boxes))
    found = flatten([typed])
    return find_redactions([typed], found, peel(found))


def beside(line: int, code: str) -> str:
    lines = LINES.split("\n")
    lines[line] = " " * 84 + code
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        pytest.param("B1", ("B1",), id="plain"),
        pytest.param("(b)(6)", ("B6",), id="brackets"),
        pytest.param("B-5", ("B5",), id="hyphen"),
        pytest.param("86", ("B6",), id="8-for-B"),
        pytest.param("B7(C)", ("B7(C)",), id="law-enforcement"),
        pytest.param("1.4(d)", ("1.4(D)",), id="order"),
        pytest.param("I.4(8)", ("1.4(B)",), id="I-and-8"),
        pytest.param("1.4 (B)", ("1.4(B)",), id="blank"),
        pytest.param("25X1", ("25X1",), id="25-year"),
        pytest.param("B1, 1.4(D), B1", ("B1", "1.4(D)"), id="repeated"),
        pytest.param("NOTHING", (), id="none"),
    ],
)
def test_exemption_codes(text, codes):
    assert parse_exemptions(text) == codes


@pytest.mark.parametrize(
    ("place", "row", "extent"),
    [
        pytest.param(box(3, 4, 14), 3, "words", id="inside-a-line"),
        pytest.param(box(4, 0, 60).union(box(7, 0, 60)), 4, "lines", id="whole-lines"),
        pytest.param(Box(x0=10, top=10, x1=WIDTH - 10, bottom=HEIGHT - 10), 0, "page", id="page"),
    ],
)
def test_where_a_box_stands_and_how_much_it_covers(place, row, extent):
    ((one,), _) = find(LINES, place)
    assert (one.row_index, one.redaction.extent) == (row, extent)


def test_a_box_between_the_rows_stands_in_none():
    ((one,), _) = find(f"{FULL}\n\n\n\n{LINES}", box(2, 0, 40))
    assert one.row_index is None


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        pytest.param(3, ("B1",), id="level"),
        pytest.param(4, ("B1",), id="one-row-below"),
        pytest.param(6, (), id="three-rows-below"),
    ],
)
def test_a_code_in_the_margin_belongs_to_the_box_beside_it(line, codes):
    ((one,), defects) = find(beside(line, "B1"), box(3, 4, 14))
    assert one.redaction.exemptions == codes
    assert [d.code.value for d in defects] == [] if codes else ["redaction.without_exemption"]


@pytest.mark.parametrize(
    ("code", "token"),
    [
        pytest.param("B1", "[REDACTED B1]", id="code"),
        pytest.param("B1, B6", "[REDACTED B1 B6]", id="two-codes"),
        pytest.param("", "[REDACTED]", id="none"),
    ],
)
def test_what_stands_for_it_in_the_text(code, token):
    ((one,), _) = find(beside(3, code), box(3, 4, 14))
    assert one.token == token


@pytest.mark.parametrize("kind", [MarkKind.FRAME, MarkKind.RULE])
def test_other_marks_withhold_nothing(kind):
    assert find(LINES, box(3, 4, 14), kind=kind) == ((), ())


def test_boxes_stand_in_page_order():
    found, _ = find(LINES, box(8, 4, 14), box(3, 20, 30), box(3, 4, 14))
    assert [one.row_index for one in found] == [3, 3, 8]
    assert found[0].redaction.box.x0 < found[1].redaction.box.x0
