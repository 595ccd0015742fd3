"""The typed header: rows told by what they are, not by their turn."""

from __future__ import annotations

import pytest

from tests.transform.pages import rows
from transform.blocks.header_fields import TelegramBlock, is_paragraph_start
from transform.blocks.telegram import is_from_line, is_to_line, read_telegram
from transform.header.classified_by import parse_reasons

ORIGIN = "R 312243Z JAN 11\nFM AMEMBASSY LIMA\nTO SECSTATE WASHDC 5627\n"
CONTROL = "\nUNCLAS LIMA 000392\n\n"
FIELDS = "E.O. 13526: N/A\nTAGS: PGOV, PE\nSUBJECT: A BRIDGE\n"
BODY = "\n1. THE BRIDGE IS OPEN.\n"


def read(text: str) -> tuple[TelegramBlock, dict[str, object]]:
    block = read_telegram(rows(text))
    found: dict[str, object] = {}
    for one in block.candidates:
        found.setdefault(one.field, one.value)
    return block, found


def fields(text: str) -> dict[str, object]:
    return read(ORIGIN + CONTROL + text + BODY)[1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("FM AMEMBASSY LIMA", True, id="as-printed"),
        pytest.param("FH AMEMBASSY LIMA", True, id="FH"),
        pytest.param("FM NOWHERE KNOWN", True, id="unknown-sender"),
        pytest.param("IM HAUS AM SEE", False, id="prose"),
        pytest.param("FROM: THE DESK", False, id="memo"),
    ],
)
def test_the_from_line(text, expected):
    assert is_from_line(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("TO SECSTATE WASHDC 5627", True, id="as-printed"),
        pytest.param("T0 SECSTATE WASHDC", True, id="T0"),
        pytest.param("TO BE OR NOT TO BE", False, id="prose"),
    ],
)
def test_the_to_line(text, expected):
    assert is_to_line(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("1. THE BRIDGE", True, id="number"),
        pytest.param("1 (SBU) THE BRIDGE", True, id="no-dot"),
        pytest.param("(C) THE BRIDGE", True, id="marking"),
        pytest.param("SUMMARY: THE BRIDGE", True, id="summary"),
        pytest.param("¶2. THE BRIDGE", True, id="pilcrow"),
        pytest.param("A. LIMA 12", False, id="reference-item"),
        pytest.param("1979 WAS A YEAR", False, id="year"),
    ],
)
def test_what_opens_a_paragraph(text, expected):
    assert is_paragraph_start(text) is expected


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        pytest.param("REASON: 1.4(B),(D)", ("1.4(B)", "1.4(D)"), id="comma"),
        pytest.param("Reasons 1.4 (b) and (d)", ("1.4(B)", "1.4(D)"), id="and"),
        pytest.param("1.5 (B) AND 1.5 (D)", ("1.5(B)", "1.5(D)"), id="section-repeated"),
        pytest.param("1.4 B AND D", ("1.4(B)", "1.4(D)"), id="no-brackets"),
        pytest.param("REASON: NONE", (), id="none"),
    ],
)
def test_classification_reasons(text, reasons):
    assert parse_reasons(text) == reasons


def test_the_origin_the_addresses_and_the_control_line():
    block, found = read(
        "O R 172343Z NOV 79\nFM SECSTATE WASHDC\nTO AMEMBASSY LIMA IMMEDIATE\n"
        "INFO AMEMBASSY QUITO\n     AMEMBASSY LA PAZ\n"
        "\nC O N F I D E N T I A L SECTION 1 OF 3 STATE 299669\n\n" + FIELDS + BODY
    )
    assert (found["dtg_raw"], found["precedence"]) == ("172343Z NOV 79", "IMMEDIATE")
    assert (found["info_precedence"], found["originator"]) == ("ROUTINE", "SECSTATE WASHDC")
    assert [(a.role.value, a.plain_language_address) for a in block.addressees] == [
        ("action", "AMEMBASSY LIMA"), ("info", "AMEMBASSY QUITO"), ("info", "AMEMBASSY LA PAZ"),
    ]  # fmt: skip
    assert (found["classification"], found["post"], found["serial"]) == (
        "CONFIDENTIAL", "STATE", 299669,
    )  # fmt: skip
    assert (block.section_no, block.section_count) == (1, 3)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(FIELDS, id="telegram-order"),
        pytest.param("E.O. 13526: N/A\nSUBJECT: A BRIDGE\nTAGS: PGOV, PE\n", id="airgram-order"),
        pytest.param("REF: LIMA 12\n" + FIELDS, id="reference-first"),
        pytest.param("SIPDIS\n\n" + FIELDS, id="below-a-caption"),
        pytest.param("E.O. 13526: N/A\n\nTAGS:\nPGOV, PE\nSUBJECT: A BRIDGE\n", id="value-below"),
    ],
)
def test_fields_in_any_order(text):
    found = fields(text)
    assert (found["executive_order"], found["tags"]) == ("13526", ("PGOV", "PE"))
    assert found["subject"] == "A BRIDGE"


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        pytest.param("SUBJECT: A BRIDGE\nOVER A RIVER\n", "A BRIDGE OVER A RIVER", id="wrapped"),
        pytest.param("SUBJ: A BRIDGE\nREF: LIMA 12\n", "A BRIDGE", id="stops-at-ref"),
        pytest.param("SUBJECT: A BRIDGE\n\nTHE MAYOR SAID\n", "A BRIDGE", id="white-space"),
        pytest.param(
            "SUBJECT: A BRIDGE\nCLASSIFIED BY: SAM SAMPLE, DCM\n", "A BRIDGE", id="classified"
        ),
        pytest.param("SUBJECT: A BRIDGE\n1. THE\n", "A BRIDGE", id="stops-at-paragraph-1"),
    ],
)  # fmt: skip
def test_where_a_subject_ends(text, subject):
    assert fields(text)["subject"] == subject


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param("REF: LIMA 12\n", 1, id="one"),
        pytest.param("REF: A) LIMA 12\n     B) QUITO 3\n", 2, id="two-rows"),
        pytest.param("REFS: (A) LIMA 12\n(B) QUITO 3\n(C) STATE 47743\n", 3, id="item-C"),
        pytest.param("REF: LIMA 12\n\n(C) THE BRIDGE IS OPEN.\n", 1, id="marked-paragraph"),
    ],
)
def test_how_far_references_go(text, count):
    block, _ = read(ORIGIN + CONTROL + FIELDS + text + BODY)
    assert len(block.reference_rows) == count


def test_classified_by_stands_between_the_header_and_the_text():
    found = fields(FIELDS + "\nCLASSIFIED BY: SAM SAMPLE, DCM. REASON: 1.4(B),(D)\n")
    assert found["classified_by"] == "SAM SAMPLE, DCM"
    assert found["classification_reasons"] == ("1.4(B)", "1.4(D)")


@pytest.mark.parametrize(
    ("between", "first"),
    [
        pytest.param("\n", "1. THE BRIDGE IS OPEN.", id="paragraph-1"),
        pytest.param("\nSUMMARY: ALL IS WELL.\n\n", "SUMMARY: ALL IS WELL.", id="summary"),
        pytest.param("\nTHE MAYOR SPOKE.\n\n", "THE MAYOR SPOKE.", id="no-number"),
        pytest.param("\nSUBJECT FIRM IS SOUND.\n\n", "SUBJECT FIRM IS SOUND.", id="subject-firm"),
    ],
)
def test_where_the_body_begins(between, first):
    typed = rows(ORIGIN + CONTROL + FIELDS + between + BODY.strip("\n"))
    block = read_telegram(typed)
    assert typed[block.body_start].text == first
    assert set(block.kinds) == set(range(block.body_start))


@pytest.mark.parametrize(
    ("origin", "originator"),
    [
        pytest.param("R 312243Z JAN 11\nF# AMEMBASSY LIMA\n", "AMEMBASSY LIMA", id="FM-by-place"),
        pytest.param("FM AMEMBASSY LIMA\n", "AMEMBASSY LIMA", id="dtg-lost"),
        pytest.param("R 3I#2 ## JA\nFM AMEMBASSY LIMA\n", "AMEMBASSY LIMA", id="dtg-torn"),
    ],
)
def test_a_damaged_origin(origin, originator):
    block, found = read(origin + "TO SECSTATE WASHDC 5627\n" + CONTROL + FIELDS + BODY)
    assert found["originator"] == originator
    assert block.control_serial == 392


def test_posts_taken_out_of_a_collective():
    block, _ = read(ORIGIN + "INFO ALL POSTS COLLECTIVE XMT AMEMBASSY QUITO\n" + CONTROL + FIELDS)
    assert ("exempt", "AMEMBASSY QUITO") in {
        (a.role.value, a.plain_language_address) for a in block.addressees
    }
