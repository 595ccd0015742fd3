"""Transmission lines beside the header below them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.transform.pages import page
from transform.defects import DefectCode
from transform.parse import parse_document
from transform.transmission_checks import day_of_year

CABLE = """
VZCZCXRO1234
OO RUEHC
DE RUEHAR #0015/01 0312248
ZNY CCCCC ZZH
R 312243Z JAN 08
FM AMEMBASSY ACCRA
TO RUEHC/SECSTATE WASHDC 5627
BT
CONFIDENTIAL ACCRA 000015

E.O. 12958: DECL: 01/31/2018
TAGS: ECON, GH
SUBJECT: COCOA

1. (C) THE HARVEST HAS BEGUN.
SAMPLE
BT
#0015
NNNN
"""
MISMATCHES = {
    DefectCode.TRANSMISSION_DAY_MISMATCH,
    DefectCode.TRANSMISSION_CLASS_MISMATCH,
    DefectCode.TRANSMISSION_SERIAL_MISMATCH,
}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param("", "", set(), id="all-agree"),
        pytest.param("0312248", "0322248", set(), id="sent-the-next-day"),
        pytest.param("0312248", "1312248", {DefectCode.TRANSMISSION_DAY_MISMATCH}, id="later"),
        pytest.param("0312248", "0302248", {DefectCode.TRANSMISSION_DAY_MISMATCH}, id="earlier"),
        pytest.param(
            "CCCCC", "SSSSS", {DefectCode.TRANSMISSION_CLASS_MISMATCH}, id="another-channel"
        ),
        pytest.param("CCCCC", "RRRRR", set(), id="letters-of-no-classification"),
        pytest.param("#0015/", "#0016/", {DefectCode.TRANSMISSION_SERIAL_MISMATCH}, id="de-line"),
        pytest.param("#0015\n", "#0017\n", {DefectCode.TRANSMISSION_SERIAL_MISMATCH}, id="tail"),
        pytest.param("ACCRA 000015", "ACCRA 020015", set(), id="serial-cut-to-four-digits"),
    ],
)
def test_contradictions(before, after, expected):
    (cable,) = parse_document([page(CABLE.replace(before, after) if before else CABLE)]).cables
    assert {one.code for one in cable.defects} & MISMATCHES == expected


def test_a_lost_control_line_leaves_the_number_to_the_transmission():
    text = CABLE.replace("CONFIDENTIAL ACCRA 000015\n", "")
    (cable,) = parse_document([page(text)]).cables
    assert cable.mrn == "08 ACCRA 15"
    (reading,) = [one for one in cable.readings if one.field == "serial" and one.is_chosen]
    assert reading.rule == "transmission.serial"


@pytest.mark.parametrize(
    ("raw_time", "sent", "expected"),
    [
        pytest.param("0312248", datetime(2008, 1, 31, tzinfo=UTC), date(2008, 1, 31), id="day"),
        pytest.param(
            "0010003", datetime(2008, 12, 31, tzinfo=UTC), date(2009, 1, 1), id="new-year"
        ),
        pytest.param("3662248", datetime(2007, 12, 31, tzinfo=UTC), date(2008, 12, 31), id="leap"),
        pytest.param("0002248", datetime(2008, 1, 31, tzinfo=UTC), None, id="no-day"),
        pytest.param("9992248", datetime(2008, 1, 31, tzinfo=UTC), None, id="past-the-year"),
    ],
)
def test_the_day_of_the_year(raw_time, sent, expected):
    assert day_of_year(raw_time, sent) == expected
