"""The airgram's form."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.transform.pages import rows
from transform.blocks.airgram import is_airgram_start, parse_day, read_airgram
from transform.cable import Classification

FORM = """
DEPARTMENT OF STATE
A I R G R A M
CONFIDENTIAL                    A-150
TO    : DEPARTMENT OF STATE
INFO  : AMEMBASSY ACCRA
      : AMEMBASSY RABAT
FROM  : AMEMBASSY BANGKOK       DATE: MAY 20, 1973
E.O. 11652: GDS
SUBJECT: KITES
TAGS  : SCUL, TH

1. THE KITES ARE HERE.
"""


@pytest.mark.parametrize("colon", [":", ".", ";", "*"])
def test_the_form_is_read(colon):
    typed = rows(re.sub(r"^(TO|INFO|FROM)( *):", rf"\1\2{colon}", FORM, flags=re.MULTILINE))
    block = read_airgram(typed)
    values = {one.field: one.value for one in block.candidates}
    assert values["serial"] == 150
    assert values["classification"] is Classification.CONFIDENTIAL
    assert values["originator"] == "AMEMBASSY BANGKOK"
    assert values["year"] == 1973
    assert values["subject"] == "KITES"
    assert values["tags"] == ("SCUL", "TH")
    assert [one.plain_language_address for one in block.addressees] == [
        "DEPARTMENT OF STATE",
        "AMEMBASSY ACCRA",
        "AMEMBASSY RABAT",
    ]
    assert typed[block.body_start].text == "1. THE KITES ARE HERE."


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        pytest.param("AIRGRAM\nFROM: AMEMBASSY LIMA\nE.O. 11652: N/A", True, id="title"),
        pytest.param("UNCLASSIFIED A-50\nFROM: AMEMBASSY LIMA\nTAGS: PINT", True, id="number"),
        pytest.param("AIRGRAM\nTHE AIRGRAM CAME", False, id="no-fields"),
        pytest.param("DESP. NO. A-50\nFROM: AMEMBASSY LIMA\nSUBJECT: KITES", False, id="despatch"),
        pytest.param("REF: LIMA A-50\nFM AMEMBASSY LIMA\nTAGS: PINT", False, id="telegram"),
    ],
)
def test_where_a_form_begins(text, starts):
    assert is_airgram_start(rows(text), 0) is starts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("May 20, 1973", date(1973, 5, 20), id="month-first"),
        pytest.param("20 MAY 1973", date(1973, 5, 20), id="day-first"),
        pytest.param("5/20/1973", date(1973, 5, 20), id="slashes"),
        pytest.param("soon", None, id="none"),
    ],
)
def test_its_date(text, expected):
    assert parse_day(text) == expected
