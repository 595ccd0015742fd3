"""Office grid, dash line, page header, drafting and transmission lines."""

from __future__ import annotations

import pytest

from tests.transform.pages import rows
from transform.blocks.relay import (
    is_grid_row,
    is_grid_start,
    parse_dash_line,
    parse_page_header,
    read_relay,
    repair_office,
)
from transform.layers import RowKind


def grid(text: str):
    block = read_relay(rows(text))
    return block, {one.field: one.value for one in block.candidates}


@pytest.mark.parametrize(
    ("text", "total", "letter", "wrong"),
    [
        pytest.param("ACTION WHA-00\nINFO LAB-01 LOG-00 /001W", 1, "W", set(), id="2011"),
        pytest.param("ORIGIN ARA-15\nINFO OCT-00 EUR-12 /027 R", 27, "R", set(), id="1979-origin"),
        pytest.param("ACTION ARA-10\nINFO OCT-01\nSS-15 /026 W", 26, "W", set(), id="wrapped"),
        pytest.param("ACTION ARA-10 OCT-01 /011", 11, None, set(), id="no-letter"),
        pytest.param("ACTION ARA-10 OCT-01", None, None, set(), id="no-total"),
        pytest.param("ACTION ARA-1O\nINFO OCT-O1 /O11 W", 11, "W", set(), id="O-for-0"),
        pytest.param("ACTION ARA-l0\nINFO OCT-01 /0l1 W", 11, "W", set(), id="l-for-1"),
        pytest.param("ACTION WHA-@0\nINFO OCT-01 /001W", 1, "W", set(), id="at-for-0"),
        pytest.param("ACTION WHA=00\nINFO OCT~01 /001W", 1, "W", set(), id="dash-misread"),
        pytest.param("ACTION WHA-0OO\nINFO OCT-01 /001W", 1, "W", set(), id="digit-doubled"),
        pytest.param("ACTION ARA-10\nINFO OCT-07 /011 W", 11, "W", {"sum_mismatch"}, id="bad-sum"),
        pytest.param("ORIGIN ARA-10 /010 W", 10, "W", {"letter_mismatch"}, id="W-with-origin"),
        pytest.param("ACTION ARA-10 /010 R", 10, "R", {"letter_mismatch"}, id="R-with-action"),
    ],
)
def test_the_grid_adds_up_and_its_letter_fits(text, total, letter, wrong):
    block, values = grid(text)
    assert (values.get("distribution_total"), values.get("distribution_letter")) == (total, letter)
    assert {defect.code.value.removeprefix("distribution.") for defect in block.defects} == wrong
    assert set(block.kinds.values()) == {RowKind.OFFICE_GRID}


def test_a_row_torn_inside_the_grid_keeps_its_offices_and_one_outside_is_none():
    torn = "SSO-6C MOFM INGHS SF DIAS-c% SS-01 FOEQR ee"
    block, _ = grid(f"{torn}\nACTION EAP-00\n{torn}\nSIP FOE-00 /001W\n------ 012345\n{torn}")
    assert [office.office for office in block.distribution] == ["EAP", "SS", "FOE"]
    assert [block.kinds.get(n) for n in range(6)] == [
        None,
        RowKind.OFFICE_GRID,
        RowKind.OFFICE_GRID,
        RowKind.OFFICE_GRID,
        RowKind.DASH_LINE,
        None,
    ]


def test_the_offices_stand_in_printed_order_with_their_parts():
    block, _ = grid("ACTION WHA-00\nINFO LOG-00 AF-01\nNSAE-02 /003W")
    assert [(o.role.value, o.office, o.copies) for o in block.distribution] == [
        ("action", "WHA", 0), ("info", "LOG", 0), ("info", "AF", 1), ("info", "NSAE", 2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "office"),
    [
        pytest.param("WHA", "WHA", id="known"),
        pytest.param("QXZ", "QXZ", id="unknown-is-kept"),
        pytest.param("1O", "IO", id="digit-for-letter"),
        pytest.param("SSO0", "SSO", id="a-character-too-many"),
    ],
)
def test_an_office_is_letters_only(printed, office):
    assert repair_office(printed) == office


@pytest.mark.parametrize(
    ("text", "start", "row"),
    [
        pytest.param("ACTION WHA-00", True, True, id="action"),
        pytest.param("ORIGIN ARA-15", True, True, id="origin"),
        pytest.param("INFO LOG-00 AF-00", False, True, id="info"),
        pytest.param("INFO AMEMBASSY QUITO", False, False, id="info-addressee"),
        pytest.param("ACTION REQUESTED: SEE PARA 4", False, False, id="action-prose"),
        pytest.param("LOG-00 AF-00 ~ /001W", False, True, id="torn"),
        pytest.param("FLIGHT LAP-12 LANDED LATE IN THE RAIN", False, False, id="prose"),
        pytest.param("", False, False, id="empty"),
    ],
)
def test_a_grid_row_is_mostly_offices(text, start, row):
    assert (is_grid_start(text), is_grid_row(text)) == (start, row)


@pytest.mark.parametrize(
    ("text", "counter", "filed"),
    [
        pytest.param("--------------------- 099491", "099491", None, id="before-1976"),
        pytest.param("------------078229 180018Z /21", "078229", "180018Z", id="counter-first"),
        pytest.param("------------201212Z 109980 /20", "109980", "201212Z", id="filed-first"),
        pytest.param("-----298FCD 312248Z /38", "298FCD", "312248Z", id="2011-hex"),
        pytest.param("-----298FCD 312248Z", "298FCD", "312248Z", id="no-copies"),
        pytest.param("----298FCD 3122482 /38", "298FCD", "312248Z", id="zone-2"),
        pytest.param("-----298FCD 3l2248Z /38", "298FCD", "312248Z", id="l-for-1"),
        pytest.param("-----29OFCD 312248Z /38", "290FCD", "312248Z", id="O-in-counter"),
        pytest.param("298FCD 312248Z /38", "298FCD", "312248Z", id="dashes-lost"),
        pytest.param("—————298FCD 312248Z /38", "298FCD", "312248Z", id="long-dashes"),
        pytest.param("-----29#F 312248Z /38", None, "312248Z", id="torn-counter"),
    ],
)
def test_dash_lines_of_three_eras(text, counter, filed):
    assert parse_dash_line(text).value == (counter, filed)


@pytest.mark.parametrize(
    "text",
    ["099491", "R 312243Z JAN 11", "-- THE FIRST POINT", "ACTION WHA-00", "PAGE 02 LIMA 00015", ""],
)
def test_what_is_no_dash_line(text):
    assert parse_dash_line(text).value is None


def test_dashes_without_values_are_a_dash_line_that_cannot_be_read():
    result = parse_dash_line("---------- ## ?")
    assert result.value == (None, None)
    assert [defect.code.value for defect in result.defects] == ["dash_line.unreadable"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        pytest.param("PAGE 01 STATE 299669", (1, "STATE", 299669, None, None), id="bare"),
        pytest.param("PAGE 02 RIYADH 00905 01 OF 03 060018Z", (2, "RIYADH", 905, 1, 3), id="sect"),
        pytest.param("PAGE 02 LA PAZ 00015 022228Z", (2, "LA PAZ", 15, None, None), id="two-words"),
        pytest.param("PAGE 01 TEGUCI 00259 310258Z", (1, "TEGUCI", 259, None, None), id="cut-to-6"),
        pytest.param("PAGE O2 STATE 0l5113", (2, "STATE", 15113, None, None), id="misread"),
        pytest.param("PAGE 02 OF 03 LIMA 00015", (2, "LIMA", 15, None, None), id="page-of"),
    ],
)
def test_page_headers(text, parts):
    header = parse_page_header(rows(text)[0])
    assert header is not None
    found = (header.page, header.post, header.serial, header.section_no, header.section_count)
    assert found == parts


def test_prose_is_no_page_header():
    assert parse_page_header(rows("PAGE TWO OF THE LETTER 00015")[0]) is None


def test_drafting_rows_and_the_clearances_below_them():
    text = "ORIGIN ARA-02 /002 R\nDRAFTED BY ARA:SSAMPLE:JM\nAPPROVED BY ARA:JDOE\nEUR:ADOE\nS/S-O"
    _, values = grid(text)
    assert (values["drafted_by"], values["approved_by"]) == ("ARA:SSAMPLE:JM", "ARA:JDOE")
    assert values["cleared_by"] == ("EUR:ADOE", "S/S-O")
