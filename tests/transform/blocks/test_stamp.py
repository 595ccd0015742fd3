"""Release stamps of every shape, whole and misread."""

from __future__ import annotations

from datetime import date

import pytest

from tests.transform.pages import page, rows
from transform.blocks.stamp import StampBlock, read_stamps
from transform.blocks.stamp_date import parse_date
from transform.layers import RowKind, peel
from transform.rows import flatten

TEXT = "THE BRIDGE OVER THE RIVER IS OPEN"


def stamp(text: str) -> StampBlock:
    typed = rows(f"{TEXT}\n{text}\n\n{TEXT}")
    return read_stamps(typed, peel(typed))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        pytest.param("11 JUL 2011", date(2011, 7, 11), id="spelled"),
        pytest.param("26-MAR-2008", date(2008, 3, 26), id="dashes"),
        pytest.param("2/25/2026", date(2026, 2, 25), id="slashed"),
        pytest.param("2/25/20 26", date(2026, 2, 25), id="blank-in-the-year"),
        pytest.param("l1 JUL 2O11", date(2011, 7, 11), id="letters-for-digits"),
        pytest.param("11 JU1 2011", date(2011, 7, 11), id="digit-in-the-month"),
        pytest.param("22 May 2009", date(2009, 5, 22), id="small-letters"),
        pytest.param("26-MAR-08", date(2008, 3, 26), id="two-digit-year"),
        pytest.param("02 FEB 99", date(1999, 2, 2), id="two-digit-year-of-the-1990s"),
        pytest.param("31 JUN 2005", None, id="no-such-day"),
        pytest.param("undated", None, id="none"),
    ],
)
def test_dates(text, day):
    assert parse_date(text).value == day


@pytest.mark.parametrize(
    ("line", "name"),
    [
        pytest.param("REVIEW AUTHORITY: JOHN Q SAMPLE", "JOHN Q SAMPLE", id="2011"),
        pytest.param("REVIEW AUTHORITY: Jane Sample, Senior Reviewer", "JANE SAMPLE", id="title"),
        pytest.param("REVIFW AUTHORlTY: JANE SAMPLE", "JANE SAMPLE", id="misread-label"),
        pytest.param("REVIEW AUTHORITY; JANE SAMPLE", "JANE SAMPLE", id="semicolon"),
    ],
)
def test_the_reviewers_name(line, name):
    assert stamp(line).release.review_authority == name


@pytest.mark.parametrize(
    ("line", "day", "case"),
    [
        pytest.param("DATE/CASE ID: 11 JUL 2011 201103281", 11, "201103281", id="2011"),
        pytest.param("DATE/CASE lD: 11 JUL 2011 20110328I", 11, "201103281", id="misread"),
        pytest.param("DATE/CASE ID: 11 JUL 2011", 11, None, id="no-case"),
    ],
)
def test_the_review_date_and_case(line, day, case):
    release = stamp(line).release
    assert (release.reviewed_on, release.case_id) == (date(2011, 7, day), case)


@pytest.mark.parametrize(
    ("name", "expected"),
    [pytest.param("", None, id="nobody"), pytest.param("Jane Sample ", "JANE SAMPLE", id="named")],
)
def test_the_systematic_review_line(name, expected):
    line = f"{name}Declassified/Released US Department of State EO Systematic Review 30 JUN 2005"
    release = stamp(line).release
    assert (release.release_decision, release.reviewed_on) == ("full", date(2005, 6, 30))
    assert release.review_authority == expected


REVIEW_STRINGS = (
    "Declassified/Released US Department of State EO Systematic Review 30 JUN 2005",
    "Ann Q. Sample Declassified/Released US Department of State EO Systematic Review 04 MAY 2006",
    "Ann Q. Sample Declassified/Released US Department of State EO Systematic Review 05 JUL 2006",
    "Ann Q. Sample Declassified/Released US Department of State EO Systematic Review 06 JUL 2006",
    "Ann Q. Sample  Declassified/Released US Department of State EO Systematic Review 22 May 2009",
    "Jo P. Sample Declassified/Released US Department of State EO Systematic Review 20 Mar 2014",
)
"""The six lines of 1973-79 releases, the reviewers' names invented."""


@pytest.mark.parametrize("line", REVIEW_STRINGS, ids=[one[-11:] for one in REVIEW_STRINGS])
def test_the_six_review_lines_doubled_at_the_foot(line):
    typed = flatten([page(f"{TEXT}\n{line}", foot=line)])
    kinds = peel(typed)
    release = read_stamps(typed, kinds).release
    assert list(kinds.values()) == [RowKind.REVIEW_LINE] * 2
    assert release.reviewed_on == parse_date(line[-11:]).value
    assert release.review_authority == {"A": "ANN Q. SAMPLE", "J": "JO P. SAMPLE"}.get(line[0])


def test_a_misread_review_line_tells_its_day():
    line = "Declasslfied/Reieased US Department of State EO Systemat1c Rev1ew 20 Mar 2014"
    typed = flatten([page(TEXT, foot=line)])
    release = read_stamps(typed, peel(typed)).release
    assert (release.release_decision, release.reviewed_on) == ("full", date(2014, 3, 20))


def test_a_stamp_row_misread_beyond_its_label_is_known_by_its_block():
    release = stamp("REVIEW AUTHORITY: JANE SAMPLE\nDATEJCA5E 1Q: 24 JUL 2011 201100001").release
    assert (release.reviewed_on, release.case_id) == (date(2011, 7, 24), "201100001")


def test_text_beside_a_decision_is_not_its_stamp():
    text = f"{' ' * 40}RELEASED IN PART\nAMEMBASSY LIMA\n{' ' * 66}US Department of State"
    typed = rows(f"{TEXT}\n{text}\n\n{TEXT}")
    assert read_stamps(typed, peel(typed)).release.review_authority is None


@pytest.mark.parametrize(
    "department",
    ["US Department of State", "U.S. Department of State", "U. S. DEPARTMENT OF STATE"],
)
def test_the_box_under_a_decision(department):
    release = stamp(f"Released in Full\nSam Sample, Director\n{department}\n2/25/2026").release
    assert (release.review_authority, release.reviewed_on) == ("SAM SAMPLE", date(2026, 2, 25))


@pytest.mark.parametrize(
    ("printed", "banner"),
    [
        pytest.param("DECONTROLLED/UNCLASSIFIED", "DECONTROLLED/UNCLASSIFIED", id="2011"),
        pytest.param("DEC0NTROLLED/UNCLASSlFIED", "DECONTROLLED/UNCLASSIFIED", id="misread"),
        pytest.param("UNCLASSIFIED", "UNCLASSIFIED", id="plain"),
        pytest.param("SECRET", "SECRET", id="another"),
    ],
)
def test_the_banner_is_the_one_at_the_edge(printed, banner):
    typed = flatten([page(f"{TEXT}\nCONFIDENTIAL\n{TEXT}", head=printed)])
    assert read_stamps(typed, peel(typed)).release.page_banner == banner


def test_the_banner_most_pages_carry_is_chosen():
    heads = ("SECRET", "UNCLASSIFIED", "UNCLASSIFIED")
    typed = flatten([page(TEXT, n, head=head) for n, head in enumerate(heads, 1)])
    assert read_stamps(typed, peel(typed)).release.page_banner == "UNCLASSIFIED"


def test_a_stamp_that_cannot_be_read_leaves_a_defect():
    block = stamp("DATE/CASE ID: ## ??? ####")
    assert {d.field for d in block.defects} == {"reviewed_on", "case_id"}
    assert block.release.reviewed_on is None


def test_a_stamp_on_every_page_is_read_once():
    typed = rows(*[f"{TEXT}\nRELEASED IN FULL\n\n{TEXT}"] * 3)
    assert len(read_stamps(typed, peel(typed)).candidates) == 1
