"""Withheld stretches: their codes, their row, how much they cover."""

from __future__ import annotations

import pytest

from extract.page import Box, Mark, MarkKind
from tests.transform.pages import HEIGHT, WIDTH, box, page
from transform.layers import peel
from transform.redaction import find_redactions, withheld_boxes
from transform.rows import flatten

FULL = "THE MAYOR SAID THAT THE BRIDGE OVER THE RIVER WILL OPEN"
LINES = "\n".join([FULL] * 12)


def find(text: str, *boxes: Box, kind: MarkKind = MarkKind.REDACTION):
    typed = page(text, marks=tuple(Mark(kind=kind, box=one) for one in boxes))
    found = flatten([typed])
    return find_redactions([typed], found, peel(found, withheld_boxes([typed])))


def beside(line: int, code: str) -> str:
    lines = LINES.split("\n")
    lines[line] = " " * 84 + code
    return "\n".join(lines)


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
    ("text", "place", "codes"),
    [
        pytest.param(beside(3, "Bi"), box(3, 4, 14), ("B1",), id="misread-in-the-margin"),
        pytest.param(
            LINES.replace(FULL, f"{FULL}{' ' * 27}B5", 1), box(0, 4, 14), ("B5",),
            id="read-into-the-row",
        ),
        pytest.param(
            "\n".join(f"      {one}" if n != 3 else f"B6    {one}" for n, one in
                      enumerate(LINES.split("\n"))).replace(f"B6    {FULL}", "B6"),
            box(3, 10, 40), ("B6",), id="left-margin",
        ),
        pytest.param(
            "\n".join([FULL] * 3 + ["                    B6"] + [FULL] * 3), box(2, 10, 40),
            ("B6",), id="below-the-box",
        ),
    ],
)  # fmt: skip
def test_a_code_is_found_wherever_reviewers_print_it(text, place, codes):
    ((one,), _) = find(text, place)
    assert one.redaction.exemptions == codes


def test_a_white_box_with_a_code_in_it_is_a_redaction():
    text = "\n".join([FULL] * 3 + ["            B1, 1.4(D)"] + [FULL] * 3)
    ((one,), defects) = find(text, box(3, 8, 40), kind=MarkKind.FRAME)
    assert (one.redaction.exemptions, defects) == (("B1", "1.4(D)"), ())


def test_a_stamps_frame_with_words_is_none():
    text = "\n".join([FULL] * 3 + ["            B1 WAS HERE"] + [FULL] * 3)
    assert find(text, box(3, 8, 40), kind=MarkKind.FRAME) == ((), ())


def test_a_gap_beside_a_code_is_what_it_withholds():
    row = "THE MAYOR SAID THAT             WILL OPEN"
    ((one,), defects) = find(beside(3, row.ljust(84) + "B6").replace(" " * 84 + row, row))
    assert (one.redaction.exemptions, one.row_index, defects) == (("B6",), 3, ())
    assert one.redaction.box.width == pytest.approx(13 * 6)


def test_a_code_beside_a_whole_row_leaves_a_defect():
    found, defects = find(LINES.replace(FULL, f"{FULL}{' ' * 27}B5", 1))
    assert (found, [d.code.value for d in defects]) == ((), ["exemption.without_redaction"])


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
