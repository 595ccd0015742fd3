"""Release stamps of every shape, whole and misread."""

from __future__ import annotations

from datetime import date

import pytest

from tests.transform.pages import page, rows
from transform.blocks.stamp import StampBlock, parse_date, read_stamps
from transform.layers import peel
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
        pytest.param("31 JUN 2005", None, id="no-such-day"),
        pytest.param("undated", None, id="none"),
    ],
)
def test_dates(text, day):
    assert parse_date(text).value == day


@pytest.mark.parametrize(
    ("text", "decision"),
    [
        pytest.param("RELEASED IN FULL", "full", id="2011"),
        pytest.param("RELEASE IN FULL", "full", id="release"),
        pytest.param("RELEASE IN PART B1, B6", "part", id="part-with-codes"),
        pytest.param("DENIED IN FULL", "denied", id="denied"),
        pytest.param("RELEA5ED 1N FULL", "full", id="misread-full"),
        pytest.param("RFLEASED IN PAR7", "part", id="misread-part"),
        pytest.param("LIMA 392        RELEASED IN PART", "part", id="overprinted-beside-a-row"),
    ],
)
def test_decisions(text, decision):
    assert stamp(text).release.release_decision == decision


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
    ("doc", "number"),
    [
        pytest.param("C05760000", "C05760000", id="as-printed"),
        pytest.param("005760000", "C05760000", id="0-for-C"),
        pytest.param("(05760000", "C05760000", id="bracket-for-C"),
    ],
)
def test_the_2010s_footer(doc, number):
    release = stamp(
        "UNCLASSIFIED U.S. Department of State Case No. F-2014-20439 "
        f"Doc No. {doc} Date: 08/31/2015"
    ).release
    assert (release.case_id, release.document_number) == ("F-2014-20439", number)
    assert release.reviewed_on == date(2015, 8, 31)


def test_the_case_line_at_the_head_of_a_2020s_page():
    release = stamp("M-2020-00123 A-00000001 UNCLASSIFIED 2/2/2026").release
    assert (release.case_id, release.document_number) == ("M-2020-00123", "A-00000001")


@pytest.mark.parametrize(
    ("name", "expected"),
    [pytest.param("", None, id="nobody"), pytest.param("Jane Sample ", "JANE SAMPLE", id="named")],
)
def test_the_systematic_review_line(name, expected):
    line = f"{name}Declassified/Released US Department of State EO Systematic Review 30 JUN 2005"
    release = stamp(line).release
    assert (release.release_decision, release.reviewed_on) == ("full", date(2005, 6, 30))
    assert release.review_authority == expected


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
