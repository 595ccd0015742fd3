"""One message through its blocks, and messages joined into cables."""

from __future__ import annotations

import pytest

from tests.transform.pages import rows
from transform.assemble import split_messages
from transform.layers import RowKind, peel
from transform.message import MessageParts, join_sections, read_message

GRID = "ACTION ARA-01\nINFO OCT-01 /002 W\n-------- 003317\n"


def section(control: str, dtg: str = "O R 022125Z JAN 74", header: str = "") -> str:
    return (
        f"{header}{GRID}{dtg}\nFM AMEMBASSY ACCRA\nTO SECSTATE WASHDC 1844\n\n{control}\n\n"
        "E.O. 11652: GDS\nTAGS: EAID, GH\nSUBJ: COCOA\n\n1. THE HARVEST HAS BEGUN.\nSAMPLE\nNNNN\n"
    )


def messages(text: str) -> list[MessageParts]:
    typed = rows(text)
    kinds = peel(typed)
    return [read_message(typed, kinds, one) for one in split_messages(typed, kinds)]


@pytest.mark.parametrize(
    ("header", "control", "expected"),
    [
        pytest.param("", "SECRET ACCRA 0015", (None, None, 15), id="whole"),
        pytest.param("", "SECRET SECTION 2 OF 3 ACCRA 0015", (2, 3, 15), id="control-line"),
        pytest.param(
            "PAGE 01 ACCRA 00015 02 OF 03 022228Z\n", "SECRET ACCRA 0015", (2, 3, 15),
            id="page-header",
        ),
        pytest.param("PAGE 01 ACCRA 00015\n", "SIPDIS", (None, None, 15), id="no-control-line"),
    ],
)  # fmt: skip
def test_the_section_and_the_serial(header, control, expected):
    (one,) = messages(section(control, header=header))
    assert (one.section_no, one.section_count, one.serial) == expected


FIRST, SECOND = "SECRET SECTION 1 OF 2 ACCRA 0015", "SECRET SECTION 2 OF 2 ACCRA 0015"
OTHER_DTG = "O R 032125Z JAN 74"


@pytest.mark.parametrize(
    ("parts", "groups"),
    [
        pytest.param([section(FIRST), section(SECOND)], [[1, 2]], id="in-order"),
        pytest.param([section(SECOND), section(FIRST)], [[1, 2]], id="out-of-order"),
        pytest.param([section(FIRST), section(FIRST)], [[1], [1]], id="retransmission"),
        pytest.param([section(FIRST), section(SECOND, OTHER_DTG)], [[1, 2]], id="same-serial"),
        pytest.param(
            [section(FIRST), section("SECRET SECTION 2 OF 2 ACCRA 0016")], [[1, 2]], id="same-dtg"
        ),
        pytest.param(
            [section(FIRST), section("SECRET SECTION 2 OF 2 ACCRA 0016", OTHER_DTG)],
            [[1], [2]], id="another-cable",
        ),
        pytest.param(
            [section("SECRET ACCRA 0015"), section("SECRET ACCRA 0016")], [[None], [None]],
            id="no-sections",
        ),
    ],
)  # fmt: skip
def test_sections_join_when_they_say_so(parts, groups):
    joined = join_sections(messages("".join(parts)))
    assert [[one.section_no for one in group] for group in joined] == groups


def test_the_body_ends_at_the_end_marker():
    (one,) = messages(section("SECRET ACCRA 0015") + "LOOSE WORDS\n")
    assert [row.text for row in one.body] == ["1. THE HARVEST HAS BEGUN.", "SAMPLE"]


def test_captions_printed_again_between_two_pages_are_no_text():
    again = section("SECRET ACCRA 0015").replace(
        "SAMPLE\n", "SECRET\nEXDIS\nALL IS WELL.\nSAMPLE\n"
    )
    (one,) = messages(again)
    assert [row.text for row in one.body] == ["1. THE HARVEST HAS BEGUN.", "ALL IS WELL.", "SAMPLE"]


def test_the_rows_below_a_card_style_text_are_the_cards():
    text = (
        "MRN:     15 ACCRA 259\nFrom:    ACCRA\nSubject: COCOA\n\n1. ALL IS WELL.\n\n"
        "Signature: SAMPLE\nDrafted By: DOE\n"
    )
    (one,) = messages(text)
    assert [row.text for row in one.body] == ["1. ALL IS WELL."]
    assert one.tail is not None
    assert {c.field for c in one.tail.candidates} == {"signature", "drafted_by"}
    assert list(one.kinds.values()).count(RowKind.CARD) == 5
