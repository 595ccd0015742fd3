"""What people key for a field: read by the field's own grammar, never repaired."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime

import pytest

from transform.cable import (
    Addressee,
    Cable,
    Classification,
    Office,
    OfficeRole,
    Precedence,
    Release,
    ReleaseDecision,
    Role,
)
from transform.patch_values import READERS, check_field, keyed_text, read_keyed, split_place

COUNTED = {
    "cable_no", "page_first", "page_last", "body", "word_count", "paragraph_count",
    "redaction_count", "confidence", "tag_list", "paragraphs", "redactions", "readings", "defects",
    "text_sketch", "mentions",
}  # fmt: skip
"""What is made of other things: where the pages were cut, how many words a body has."""


def test_every_printed_column_can_be_corrected():
    columns = {one.name for one in fields(Cable)} | {one.name for one in fields(Release)}
    assert columns - COUNTED == set(READERS)


@pytest.mark.parametrize(
    ("field", "keyed", "value"),
    [
        ("mrn", "11 ACCRA 392", "11 ACCRA 392"),
        ("mrn", "2011ACCRA000392", "11 ACCRA 392"),
        ("serial", "000392", 392),
        ("year", "2011", 2011),
        ("post", "ACCRA", "ACCRA"),
        ("post", "camp nowhere", "CAMP NOWHERE"),
        ("dtg_raw", "312243Z JAN 11", "312243Z JAN 11"),
        ("dtg", "2011-01-31T22:43Z", datetime(2011, 1, 31, 22, 43, tzinfo=UTC)),
        ("dtg", "2011-01-31 22:43:00", datetime(2011, 1, 31, 22, 43, tzinfo=UTC)),
        ("precedence", "O", Precedence.IMMEDIATE),
        ("precedence", "immediate", Precedence.IMMEDIATE),
        ("originator", "AMEMBASSY ACCRA", "AMEMBASSY ACCRA"),
        ("originator", "CDR NOWHERE AFB", "CDR NOWHERE AFB"),
        ("classification", "C O N F I D E N T I A L", Classification.CONFIDENTIAL),
        ("captions", ["SENSITIVE", "SIPDIS", "SIPDIS"], ("SENSITIVE", "SIPDIS")),
        ("executive_order", "13526", "13526"),
        ("declassify_on", "2021-10-29", date(2021, 10, 29)),
        ("subject", "  COCOA  AND\nGOLD ", "COCOA AND GOLD"),
        ("filed_raw", "312248z", "312248Z"),
        ("sections_present", ["1", "3"], (1, 3)),
        ("references", ["A) 09 ACCRA 829", "LAGOS 12"], ("A) 09 ACCRA 829", "LAGOS 12")),
        ("release_decision", "part", ReleaseDecision.PART),
        ("review_authority", "Able B Coder", "ABLE B CODER"),
        (
            "distribution",
            [{"action": "AF-00"}, {"info": "LOG-01"}, {"info": "EB"}],
            (
                Office(role=OfficeRole.ACTION, office="AF", copies=0),
                Office(role=OfficeRole.INFO, office="LOG", copies=1),
                Office(role=OfficeRole.INFO, office="EB", copies=None),
            ),
        ),
        (
            "addressees",
            [{"action": "RUEHC/SECSTATE WASHDC IMMEDIATE 4696"}],
            (
                Addressee(
                    role=Role.ACTION,
                    plain_language_address="SECSTATE WASHDC",
                    post="STATE",
                    routing_indicator="RUEHC",
                    precedence="IMMEDIATE",
                    continuity_number="4696",
                ),
            ),
        ),
        ("addressees[2].continuity_number", "0042", "0042"),
        ("paragraphs[1].is_struck", "true", True),
        ("subject", None, None),
        ("tags", None, ()),
        ("addressees", None, ()),
    ],
)  # fmt: skip
def test_a_value_as_keyed(field, keyed, value):
    assert read_keyed(field, keyed) == value


@pytest.mark.parametrize(
    ("field", "keyed", "said"),
    [
        ("dgt", "312243Z JAN 11", "no field that can be corrected"),
        ("word_count", "3", "no field that can be corrected"),
        ("addressees[0].post", "ACCRA", "no field that can be corrected"),
        ("redactions[1].extent", "page", "no field that can be corrected"),
        ("serial", "O392", "no whole number"),
        ("serial", "", "leave it empty"),
        ("serial", ["1"], "not a list"),
        ("mrn", "ACCRA 392", "has no year"),
        ("dtg_raw", "R 312243Z JAN 11", "its own field"),
        ("dtg_raw", "3I2243Z JAN 11", "key it as it is meant"),
        ("dtg_raw", "soon", "no date-time group"),
        ("dtg", "31 January", "2011-01-31T22:43Z"),
        ("dtg", "2011-01-31T22:43+01:00", "Zulu"),
        ("precedence", "Y", "IMMEDIATE"),
        ("classification", "CONFIDENTAL", "key it as it is meant"),
        ("executive_order", "1352", "order"),
        ("declassify_on", "10/29/21", "2011-07-11"),
        ("filed_raw", "3122Z", "312248Z"),
        ("tags", [["PGOV"]], "one text"),
        ("addressees", "SECSTATE WASHDC", "list of entries"),
        ("addressees", [{"to": "SECSTATE WASHDC"}], "action"),
        ("addressees", [{"action": "A", "info": "B"}], "list of entries"),
        ("distribution", [{"action": "AF 00"}], "WHA-00"),
        ("section_count", None, "always has a value"),
        ("paragraphs[1].is_struck", "perhaps", "neither"),
    ],
)
def test_what_is_no_value_of_the_field(field, keyed, said):
    with pytest.raises(ValueError, match=said):
        read_keyed(field, keyed)


@pytest.mark.parametrize(
    "keyed",
    [["PGOV", "EOXC", "NO", "(ABLE, BAKER)"], "pgov, EOXC, NO, (ABLE, BAKER)"],
    ids=["list", "as-printed"],
)
def test_tags_are_taken_letter_by_letter(keyed):
    tags = read_keyed("tags", keyed)
    assert isinstance(tags, tuple)
    assert [(tag.tag, tag.kind.value) for tag in tags] == [
        ("PGOV", "subject"), ("EOXC", "unknown"), ("NO", "geographic"), ("ABLE, BAKER", "person")
    ]  # fmt: skip


def test_a_field_is_checked_without_a_value():
    check_field("paragraphs[12].text")
    with pytest.raises(ValueError, match="they are mrn"):
        check_field("paragraphs.text")


@pytest.mark.parametrize(
    ("keyed", "text"),
    [
        (None, ""),
        ("COCOA", "COCOA"),
        (["PGOV", "PREL"], "PGOV, PREL"),
        ([{"action": "ACCRA"}, {"info": "LAGOS"}], "ACTION ACCRA, INFO LAGOS"),
    ],
)
def test_a_keyed_value_as_text(keyed, text):
    assert keyed_text(keyed) == text


def test_a_place_in_a_list():
    assert split_place("addressees[3].post") == ("addressees", 3, "post")
    assert split_place("addressees") is None
