"""The card: its labelled rows above the telegram and those below the text."""

from __future__ import annotations

import pytest

from tests.transform.pages import rows
from transform.blocks.card import is_card_start, is_tail_row, read_card, read_tail

CARD = """
MRN:              94 ACCRA 259
Date/DTG:         Jan 31, 1994 / 310000Z Jan 94
From:             AMEMBASSY ACCRA
"""


def values(text: str, name: str) -> list[object]:
    block = read_card(rows(CARD + text))
    return [one.value for one in block.candidates if one.field == name]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(CARD, True, id="94-style"),
        pytest.param("MRN: 94 ACCRA 259\nFrom: ACCRA", False, id="two-labels"),
        pytest.param("From: ACCRA\nAction: LIMA\nSubject: LUNCH", False, id="memo-without-mrn"),
    ],
)
def test_a_card_starts_at_its_mrn(text, expected):
    assert is_card_start(rows(text), 0) is expected


def test_the_first_rows_give_number_instant_and_sender():
    block = read_card(rows(CARD))
    found = {one.field: one.value for one in block.candidates}
    assert (found["mrn"], found["year"], found["post"], found["serial"]) == (
        "94 ACCRA 259", 1994, "ACCRA", 259,
    )  # fmt: skip
    assert (found["dtg_raw"], found["originator"]) == ("310000Z JAN 94", "AMEMBASSY ACCRA")
    assert block.end == 3


@pytest.mark.parametrize(
    ("row", "name", "value"),
    [
        pytest.param("E.O.: Unknown", "executive_order", None, id="eo-unknown"),
        pytest.param("E.O.: 12356", "executive_order", "12356", id="eo"),
        pytest.param("E.0.: 12356", "executive_order", "12356", id="worn-eo"),
        pytest.param("Reference: nla", "references", None, id="worn-no-reference"),
        pytest.param("5ubject: A CLOUD", "subject", "A CLOUD", id="worn-label"),
        pytest.param("Captions; SIPDIS", "captions", ("SIPDIS",), id="semicolon"),
        pytest.param("TAGS: EAIR, GH, (SAMPLE, SAM)", "tags", ("EAIR", "GH"), id="tags"),
        pytest.param("Reference: n/a", "references", None, id="no-reference"),
        pytest.param("Reference: 94 LAGOS 12", "references", ("94 LAGOS 12",), id="ref"),
        pytest.param("References: LAGOS 12", "references", ("94 LAGOS 12",), id="ref-no-year"),
        pytest.param("References: ACCRA 9000", "references", ("93 ACCRA 9000",), id="last-year"),
        pytest.param("Subject: A CLOUD: BRIGHT", "subject", "A CLOUD: BRIGHT", id="subject"),
        pytest.param("Captions: SIPDIS", "captions", ("SIPDIS",), id="captions"),
        pytest.param("Classification: SECRET", "classification", "SECRET", id="classification"),
        pytest.param("Pass Line: OES/S; EUR", "passing_instructions", ("OES/S", "EUR"), id="pass"),
    ],
)  # fmt: skip
def test_a_row_is_read_by_its_label(row, name, value):
    assert values(row, name) == [value]


@pytest.mark.parametrize("nothing", ["n/a", "N/A.", "None", "Unknown", ""])
def test_a_card_that_prints_nothing_gives_no_tags(nothing):
    assert values(f"TAGS:             {nothing}", "tags") == []


def test_two_precedences_of_one_action_row_choose_none():
    text = "Action:           WASHDC, SECSTATE ROUTINE; LAGOS, AMCONSUL PRIORITY"
    assert values(text, "precedence") == []
    assert values(text, "addressees") == [("SECSTATE WASHDC", "AMCONSUL LAGOS")]


def test_a_value_wraps_under_its_value_and_not_under_its_label():
    text = (
        "Subject:          PILOTS REPORT A BRIGHT\n"
        "                  CLOUD OVER THE RIVER\n"
        "R 310258Z JAN 94"
    )
    assert values(text, "subject") == ["PILOTS REPORT A BRIGHT CLOUD OVER THE RIVER"]
    assert read_card(rows(CARD + text)).end == 5


def test_a_value_wraps_over_a_page_break():
    block = read_card(
        rows(CARD + "Subject:          COCOA AND THE", "                  FERRIES\n\n1. TEXT.")
    )
    (subject,) = (one.value for one in block.candidates if one.field == "subject")
    assert subject == "COCOA AND THE FERRIES"
    assert block.end == 5


def test_white_space_ends_a_card():
    text = "Subject:          PILOTS\n\n\n                  A CLOUD"
    assert values(text, "subject") == ["PILOTS"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Drafted By: SAM SAMPLE", True, id="drafted"),
        pytest.param("XMT: LIMA", True, id="xmt"),
        pytest.param("Dissemination Rule: SAMPLE", True, id="dissemination"),
        pytest.param("Drafted by whom nobody knows", False, id="prose"),
    ],
)
def test_rows_below_the_text(text, expected):
    assert is_tail_row(text) is expected


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        pytest.param("Signature: SAMPLE", "signature", "SAMPLE", id="signature"),
        pytest.param("Drafted By: POL:Sample, Sam", "drafted_by", "POL:Sample, Sam", id="drafted"),
        pytest.param("Approved By: DCM:Doe", "approved_by", "DCM:Doe", id="approved"),
        pytest.param(
            "Cleared By: POL:A; ECON:B;\nMGT:C", "cleared_by", ("POL:A", "ECON:B", "MGT:C"),
            id="cleared-wrapped",
        ),
        pytest.param("Released By: X\nSignature: DOE", "signature", "DOE", id="released-unread"),
    ],
)  # fmt: skip
def test_the_tail_is_read_by_its_labels(text, name, value):
    found = [one.value for one in read_tail(rows(text)).candidates if one.field == name]
    assert found == [value]


def test_posts_exempt_from_a_collective_stand_in_the_tail():
    block = read_tail(rows("Info: QUITO, AMEMBASSY ROUTINE\nXMT: LAGOS, AMCONSUL"))
    assert [(a.role.value, a.plain_language_address) for a in block.addressees] == [
        ("info", "AMEMBASSY QUITO"), ("exempt", "AMCONSUL LAGOS"),
    ]  # fmt: skip
