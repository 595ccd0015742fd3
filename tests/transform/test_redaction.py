"""Withheld stretches: their codes, their row, how much they cover."""

from __future__ import annotations

import pytest

from extract.page import Box, Mark, MarkKind
from tests.transform.pages import HEIGHT, WIDTH, box, page
from transform.layers import peel
from transform.parse import parse_document
from transform.redaction import find_redactions, withheld_boxes
from transform.rows import flatten

FULL = "THE MAYOR SAID THAT THE BRIDGE OVER THE RIVER WILL OPEN"
LINES = "\n".join([FULL] * 12)


def find(text: str, *boxes: Box, kind: MarkKind = MarkKind.REDACTION):
    typed = page(text, marks=tuple(Mark(kind=kind, box=one) for one in boxes))
    found = flatten([typed])
    return find_redactions([typed], found, peel(found, withheld_boxes([typed])))


def beside(line: int, code: str, text: str = FULL) -> str:
    """Twelve full rows, a code in the right margin beside one of them."""
    lines = LINES.split("\n")
    lines[line] = text.ljust(84) + code
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
        pytest.param(beside(3, "Bi", ""), box(3, 4, 14), ("B1",), id="misread-in-the-margin"),
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


BLANK = "\n".join([FULL] * 4 + ["{}"] * 3 + [FULL] * 4)
"""Three rows left blank, with a place for a code in each."""
MARGIN = " " * 84


@pytest.mark.parametrize(
    ("text", "place", "extent"),
    [
        pytest.param(
            beside(3, "B6", "THE MAYOR SAID THAT             WILL OPEN THE BRIDGE"),
            box(3, 19, 32), "words", id="gap-in-the-row",
        ),
        pytest.param(
            beside(3, "B6", "THE MAYOR SAID THAT THE BRIDGE"), box(3, 30, 55), "words",
            id="rest-of-the-row",
        ),
        pytest.param(
            beside(3, "B6", " " * 30 + "THE BRIDGE WILL OPEN SOON"), box(3, 0, 30), "words",
            id="start-of-the-row",
        ),
        pytest.param(
            beside(3, "B6", ""), box(3, 0, 55), "words", id="row-left-blank",
        ),
        pytest.param(
            BLANK.format("", MARGIN + "B6", ""), box(4, 0, 55).union(box(6, 0, 55)), "lines",
            id="rows-left-blank",
        ),
        pytest.param(
            BLANK.format(MARGIN + "B6", "", ""), box(4, 0, 55).union(box(6, 0, 55)), "lines",
            id="code-at-the-first-of-them",
        ),
        pytest.param(
            BLANK.format("", " " * 25 + "(b)(6)", ""), box(4, 0, 55).union(box(6, 0, 55)), "lines",
            id="code-in-the-middle-of-them",
        ),
        pytest.param(
            LINES.replace(FULL, "THE MAYOR SAID THAT      B6      WILL OPEN THE BRIDGE", 1),
            box(0, 19, 33), "words", id="code-in-the-gap",
        ),
        pytest.param(
            "\n".join([FULL] * 4 + [" " * 25 + "B6"] + [FULL] * 4), box(4, 0, 55), "words",
            id="code-in-the-place-of-a-row",
        ),
        pytest.param(
            f"{LINES}\n\n\n{MARGIN}B6", box(14, 0, 55), "words", id="under-the-last-row",
        ),
    ],
)  # fmt: skip
def test_what_is_withheld_without_a_box_is_the_blank_at_the_code(text, place, extent):
    ((one,), defects) = find(text)
    found = one.redaction
    assert (found.exemptions, found.extent, defects) == (("B6",), extent, ())
    assert found.box.overlap(place) > 0.6 * max(found.box.area, place.area)
    assert (found.box.x0, found.box.x1) == pytest.approx((place.x0, place.x1), abs=1)


def test_codes_at_one_blank_are_its_codes():
    ((one,), _) = find(BLANK.format(MARGIN + "B1", MARGIN + "1.4(D)", ""))
    assert one.redaction.exemptions == ("B1", "1.4(D)")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(beside(3, "B5"), id="whole-row"),
        pytest.param(beside(3, "B5", FULL[:47]), id="ragged-edge"),
        pytest.param(f"{LINES}\n\n{LINES}".replace(FULL, FULL.ljust(84) + "B5", 1), id="no-blank"),
        pytest.param(f"B5 VISAS\n\n{MARGIN}B5", id="no-column-of-text"),
        pytest.param(f"{' ' * 70}RELEASED IN PART\n{MARGIN}B1, B5\n\n\n{LINES}", id="stamps-codes"),
    ],
)
def test_a_code_beside_no_blank_leaves_a_defect(text):
    found, defects = find(text)
    assert (found, [d.code.value for d in defects]) == ((), ["exemption.without_redaction"])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            LINES.replace(FULL, "VISAS      B1      B2      B6      TOTAL", 1), id="table"
        ),
        pytest.param(LINES.replace(FULL, "HE ASKED ABOUT B1 AND B2 VISAS", 1), id="prose"),
        pytest.param(LINES.replace(FULL, "B1", 1), id="at-the-left-edge"),
    ],
)
def test_a_visa_is_no_exemption(text):
    assert find(text) == ((), ())


def test_the_code_in_a_gap_is_no_part_of_the_text():
    typed = page(LINES.replace(FULL, "THE MAYOR SAID THAT      B6      WILL OPEN", 1))
    assert flatten([typed])[0].text == "THE MAYOR SAID THAT WILL OPEN"


def sheets(*texts: str):
    typed = [page(text, n) for n, text in enumerate(texts, 1)]
    rows = flatten(typed)
    return find_redactions(typed, rows, peel(rows, withheld_boxes(typed)))


@pytest.mark.parametrize(
    ("sheet", "codes"),
    [
        pytest.param("\n\n\n          DENIED IN FULL", (), id="denied"),
        pytest.param("\n\n  DENIED IN FULL B1, 1.4(D)", ("B1", "1.4(D)"), id="denied-with-codes"),
        pytest.param("\n\n\n  PAGE DENIED IN FULL", (), id="page-denied"),
        pytest.param("2 PAGES WITHHELD IN FULL B6\n\nTELEGRAM 94 LIMA 12", ("B6",), id="pages"),
        pytest.param(f"Page(s) withheld entirely\n\n{MARGIN}B1", ("B1",), id="code-beside"),
    ],
)
def test_a_sheet_withholds_its_page(sheet, codes):
    ((one,), defects) = sheets(LINES, sheet)
    assert (one.redaction.page_no, one.redaction.extent, defects) == (2, "page", ())
    assert one.redaction.exemptions == codes
    assert one.redaction.box == Box(x0=0, top=0, x1=WIDTH, bottom=HEIGHT)


def test_a_page_of_text_that_speaks_of_pages_is_no_sheet():
    assert sheets(LINES, f"{LINES}\nPAGES 2 AND 3 WERE WITHHELD IN FULL") == ((), ())


def test_a_sheet_among_pages_does_not_decide_on_all():
    typed = [page(f"RELEASED IN PART\n\n{LINES}", 1), page("DENIED IN FULL B1", 2)]
    assert parse_document(typed).release.release_decision == "part"
    assert parse_document([page("DENIED IN FULL B1", 1)]).release.release_decision == "denied"


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
