"""Reference numbers in their four spellings, and control lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transform.cable import Classification
from transform.defects import DefectCode
from transform.header.classification import is_classification_line, parse_classification
from transform.header.control_line import is_control_line, parse_control_line
from transform.header.mrn import Mrn, format_mrn, parse_mrn, same_mrn
from transform.vocab import POSTS

U, LOU, C, S, TS = tuple(Classification)


@pytest.mark.parametrize(
    ("text", "year", "post", "serial"),
    [
        pytest.param("11 MEXICO 392", 2011, "MEXICO", 392, id="reference-style"),
        pytest.param("2011MEXICO000392", 2011, "MEXICO", 392, id="2000s"),
        pytest.param("1979RIYADH00905", 1979, "RIYADH", 905, id="archive"),
        pytest.param("1974LAPAZ00015", 1974, "LA PAZ", 15, id="archive-blank-lost"),
        pytest.param("1973BUENOS00905", 1973, "BUENOS AIRES", 905, id="archive-six-letters"),
        pytest.param("1979USUNN01234", 1979, "USUN NEW YORK", 1234, id="archive-mission"),
        pytest.param("09MEXICO829", 2009, "MEXICO", 829, id="two-digit-glued"),
        pytest.param("09EFTOLONDON2499", 2009, "LONDON", 2499, id="caption-glued"),
        pytest.param("09AMEMBASSYHANOI1284", 2009, "HANOI", 1284, id="address-glued"),
        pytest.param("09EFTONOWHERE12", 2009, "EFTONOWHERE", 12, id="glued-to-no-post"),
        pytest.param("94 DUSHANBE 259", 1994, "DUSHANBE", 259, id="card"),
        pytest.param("94DUSHANBE259_a", 1994, "DUSHANBE", 259, id="second-copy"),
        pytest.param("74 KIEV 12", 1974, "KIEV", 12, id="former-name-stays"),
        pytest.param("STATE 207984", None, "STATE", 207984, id="no-year"),
        pytest.param("09 BRASILA 22", 2009, "BRASILIA", 22, id="misspelt"),
        pytest.param("74 NOWHERE 22", 1974, "NOWHERE", 22, id="unknown-post-kept"),
    ],
)
def test_spellings(text, year, post, serial):
    assert parse_mrn(text).value == Mrn(year=year, post=post, serial=serial)


@pytest.mark.parametrize("text", ["", "MEXICO", "392", "n/a", "1234 5678"])
def test_no_number(text):
    result = parse_mrn(text)
    assert result.value is None
    assert [defect.code for defect in result.defects] == [DefectCode.MRN_UNREADABLE]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("1979RIYADH00905", "79 RIYADH 905", True),
        ("74 PEKING 12", "74 BEIJING 12", True),
        ("74 BUENOS 12", "74 BUENOS AIRES 12", True),
        ("74 LIMA 12", "75 LIMA 12", False),
        ("74 LIMA 12", "74 QUITO 12", False),
        ("74 LIMA 12", "74 LIMA 13", False),
    ],
)
def test_same_number(one, other, same):
    first, second = parse_mrn(one).value, parse_mrn(other).value
    assert first is not None and second is not None
    assert same_mrn(first, second) is same


@given(
    year=st.integers(1973, 2072),
    post=st.sampled_from([post.post for post in POSTS.posts]),
    serial=st.integers(1, 9_999_999),
)
def test_parsing_what_was_formatted_gives_it_back(year, post, serial):
    mrn = Mrn(year=year, post=post, serial=serial)
    assert parse_mrn(format_mrn(mrn)).value == mrn


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("UNCLAS MEXICO 000392", (U, "MEXICO", 392, None, None), id="11MEXICO392"),
        pytest.param(
            "C O N F I D E N T I A L SECTION 1 OF 2 LA PAZ 6049",
            (C, "LA PAZ", 6049, 1, 2),
            id="6049",
        ),
        pytest.param(
            "LIMITED OFFICIAL USE SECTION 1 OF 3 LA PAZ 2004/1",
            (LOU, "LA PAZ", 2004, 1, 3),
            id="2004",
        ),
        pytest.param(
            "LIMITED OFFICIEAL USE SECTION 2 OF 3 LA PAZ 2004/2",
            (LOU, "LA PAZ", 2004, 2, 3),
            id="2004-garbled",
        ),
        pytest.param("LIMITED OFFICIAL USE 2284", (LOU, None, 2284, None, None), id="no-post"),
        pytest.param("UNCLASSIFIED LA PAZ 0874", (U, "LA PAZ", 874, None, None), id="874"),
        pytest.param("S E C R E T QUITO 000820", (S, "QUITO", 820, None, None), id="spaced"),
        pytest.param("8S EC RET QUITO 000820", (S, "QUITO", 820, None, None), id="d03-misread"),
        pytest.param("TOP SECRET MOSCOW 12345", (TS, "MOSCOW", 12345, None, None), id="top-secret"),
        pytest.param(
            "C ON FIDEN TIAL TBILISI 000539", (C, "TBILISI", 539, None, None), id="spacing-torn"
        ),
        pytest.param("UNCLASLA PAZ 00874", (U, "LA PAZ", 874, None, None), id="glued"),
        pytest.param(
            "LIMITED OFFICIAL USELA PAZ 0012", (LOU, "LA PAZ", 12, None, None), id="glued-long"
        ),
        pytest.param("UNCLAS MEX1C0 OOO392", (U, "MEXICO", 392, None, None), id="digits-misread"),
        pytest.param(
            "C O N F I D E N T I A | LIMA 2290", (C, "LIMA", 2290, None, None), id="stroke-for-L"
        ),
        pytest.param("UNDLA5 QUITO 00798", (U, "QUITO", 798, None, None), id="two-like-shapes"),
        pytest.param("UNCLAS OS1O 029T6", (U, "OSLO", 2976, None, None), id="worn-serial"),
        pytest.param("S E C R E T NAIROBI 37h0", (S, "NAIROBI", 3760, None, None), id="small-h"),
        pytest.param("UNCLAS0OLOMBO 009595", (U, "COLOMBO", 9595, None, None), id="glued-post"),
        pytest.param("UNCLASLIM4 005698", (U, "LIMA", 5698, None, None), id="glued-and-worn"),
        pytest.param("SECRET SECTO 8001 NODIS", (S, "SECTO", 8001, None, None), id="series"),
        pytest.param(
            "CONFIDENTIAL PARIS TOSEC 090034", (C, "TOSEC", 90034, None, None), id="post-and-series"
        ),
        pytest.param(
            "SECRET STATE 123456 TOSEC 060123", (S, "STATE", 123456, None, None), id="two-numbers"
        ),
        pytest.param("UNCLAS FINAL SECTION OF 3 LIMA 1234", (U, "LIMA", 1234, 3, 3), id="final"),
        pytest.param("LOU LA PAZ 0012", (LOU, "LA PAZ", 12, None, None), id="abbreviated"),
    ],
)
def test_control_lines(text, expected):
    line = parse_control_line(text).value
    assert line is not None
    found = (line.classification, line.post, line.serial, line.section_no, line.section_count)
    assert found == expected
    assert is_control_line(text)


def test_captions_on_the_control_line():
    line = parse_control_line("C O N F I D E N T I A L SECTION 01 OF 02 LIMA 001234 SIPDIS").value
    assert line is not None
    assert (line.captions, line.serial_raw, line.rest) == (("SIPDIS",), "001234", "")


@pytest.mark.parametrize(
    "text",
    [
        "CONFIDENTIAL",
        "LIMITED OFFICIAL USE",
        "SECRETARY OF STATE 1234",
        "SECRETARIAT 1234",
        "SECRET POLICE ARRESTED 1500 MEN",
        "CONFIDENTIAL ENTIRE TEXT",
        "CONFIDENCE IN FIGURE FOR 1973",
        "U.S. MISSION 1234",
        "",
    ],
)
def test_no_control_line(text):
    assert not is_control_line(text)


@pytest.mark.parametrize(
    ("text", "value", "is_line"),
    [
        ("CONFIDENTIAL", C, True),
        ("C O N F I D E N T I A L", C, True),
        ("CONFIDFNTIAL", C, True),
        ("S E C R E T", S, True),
        ("UNCLAS", U, True),
        ("UNCLASSIFIED", U, True),
        ("LOU", LOU, True),
        ("LIMOFFUSE", LOU, True),
        ("C", C, False),
        ("LIMITED OFFICIAL USE POSS DUPE", LOU, False),
        ("SECRETARY", None, False),
        ("LIMDIS", None, False),
        ("U.S. POLICY", None, False),
        ("", None, False),
    ],
)
def test_classifications(text, value, is_line):
    assert parse_classification(text).value == value
    assert is_classification_line(text) is is_line
