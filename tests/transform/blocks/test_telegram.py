"""The typed header: rows told by what they are, not by their turn."""

from __future__ import annotations

import pytest

from tests.transform.pages import rows
from transform.blocks.header_fields import TelegramBlock
from transform.blocks.header_rows import is_paragraph_start
from transform.blocks.telegram import is_from_line, is_to_line, read_telegram

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
        pytest.param("FMAMEMBASSY LIMA", True, id="glued"),
        pytest.param("EH AMEMBASSY LIMA", True, id="EH"),
        pytest.param("EMBASSY LIMA", False, id="embassy"),
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
        pytest.param("7O SECSTATE WASHDC", True, id="7O"),
        pytest.param("IQ SECSTATE WASHDC", True, id="IQ"),
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
        pytest.param("TAGS: PGOV\nSUBJECT A BRIDGE\nREF: LIMA 12\n", "A BRIDGE", id="no-colon"),
        pytest.param("SUBJECT: (S/NF) A BRIDGE\n1. THE\n", "(S/NF) A BRIDGE", id="marked"),
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
        pytest.param("REFS: (A) LIMA 12 (B) QUITO 3\n(C) STATE 47743\n", 2, id="two-in-a-row"),
        pytest.param("REF: A. LIMA 12\n\n     B. QUITO 3\n\n     C. BONN 4\n", 3, id="blank-rows"),
        pytest.param("REF: (A) LIMA 12 (B) RIO\n\nDE JANEIRO 3\n", 2, id="broken-in-the-post"),
        pytest.param("REF: LIMA 12, QUITO\n\n3111\n", 2, id="broken-before-the-number"),
        pytest.param("REF: LIMA 12\n\nQUITO 3 HAS IT THAT\n", 1, id="a-text-about-a-post"),
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


@pytest.mark.parametrize(
    ("addresses", "expected"),
    [
        pytest.param(
            "INFO ALL POSTS COLLECTIVE, XMT AMEMBASSY QUITO, AMEMBASSY LIMA\nAMEMBASSY LA PAZ\n",
            [("info", "ALL POSTS COLLECTIVE"), ("exempt", "AMEMBASSY QUITO"),
             ("exempt", "AMEMBASSY LIMA"), ("info", "AMEMBASSY LA PAZ")],
            id="on-its-row",
        ),
        pytest.param(
            "INFO ALL POSTS COLLECTIVE\nXMT/AMEMBASSY SOFIA\nAMEMBASSY QUITO\n",
            [("info", "ALL POSTS COLLECTIVE"), ("exempt", "AMEMBASSY SOFIA"),
             ("exempt", "AMEMBASSY QUITO")],
            id="rows-below-are-exempt-too",
        ),
        pytest.param(
            "INFO ALL POSTS COLLECTIVE\nXMT AMEMBASSY SOFIA\nINFO AMEMBASSY QUITO\n",
            [("info", "ALL POSTS COLLECTIVE"), ("exempt", "AMEMBASSY SOFIA"),
             ("info", "AMEMBASSY QUITO")],
            id="up-to-the-next-label",
        ),
    ],
)  # fmt: skip
def test_posts_taken_out_of_a_collective(addresses, expected):
    block, _ = read(ORIGIN + addresses + CONTROL + FIELDS + BODY)
    assert [
        (a.role.value, a.plain_language_address) for a in block.addressees if a.role != "action"
    ] == expected


@pytest.mark.parametrize(
    "to",
    [
        pytest.param("TO\nALL DIPLOMATIC POSTS COLLECTIVE\n", id="alone"),
        pytest.param(
            "TO PAGE 02        STATE   015113  182333Z\nALL DIPLOMATIC POSTS COLLECTIVE\n",
            id="page-header-behind-it",
        ),
    ],
)
def test_addresses_below_a_bare_to(to):
    block, _ = read("R 312243Z JAN 11\nFM AMEMBASSY LIMA\n" + to + "AMEMBASSY QUITO\n" + CONTROL)
    assert [(a.role.value, a.plain_language_address) for a in block.addressees] == [
        ("action", "ALL DIPLOMATIC POSTS COLLECTIVE"), ("action", "AMEMBASSY QUITO"),
    ]  # fmt: skip


def test_a_subject_goes_on_over_a_page_break():
    first = ORIGIN + CONTROL + "TAGS: PGOV, PE\nSUBJECT: A BRIDGE OVER"
    block = read_telegram(rows(first, "THE RIVER\nREF: LIMA 12\n\n1. THE BRIDGE IS OPEN.\n"))
    subject = next(one.value for one in block.candidates if one.field == "subject")
    assert subject == "A BRIDGE OVER THE RIVER"


def test_a_body_without_a_number_over_a_page_break_is_no_subject():
    prose = "\n".join(f"LINE {n} OF A TEXT THAT RUNS ON" for n in "ABCDEFGH")
    block = read_telegram(rows(ORIGIN + CONTROL + "SUBJECT: A BRIDGE", prose))
    subject = next(one.value for one in block.candidates if one.field == "subject")
    assert subject == "A BRIDGE"


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        pytest.param("TAGS: PGOV,\nPE\n", ("PGOV", "PE"), id="country-below"),
        pytest.param("TAGS: N/A\nTAGS: PGOV, PE\n", ("PGOV", "PE"), id="none-then-real"),
        pytest.param("TAGS:\nPGOV, PREL\nPE\n", ("PGOV", "PREL", "PE"), id="two-rows-below"),
    ],
)
def test_tags_over_several_rows(text, tags):
    assert fields(text + "SUBJECT: A BRIDGE\n")["tags"] == tags


def test_of_two_headers_the_fuller_second_is_chosen():
    short = "SUBJECT: A BRIDGE\nREF: A. 10 LIMA 12\n"
    full = FIELDS.replace("A BRIDGE", "A BRIDGE AND A ROAD") + "REF: A. 10 LIMA 12\nB. 10 LIMA 13\n"
    block, found = read(ORIGIN + "\n" + short + "\nUNCLAS LIMA 000392\n\n" + full + BODY)
    assert (found["subject"], found["tags"]) == ("A BRIDGE AND A ROAD", ("PGOV", "PE"))
    assert [one.value for one in block.candidates if one.field == "subject"][1:] == ["A BRIDGE"]
    assert len(block.reference_rows) == 2


def test_a_poorer_second_header_is_kept_but_not_chosen():
    full = CONTROL + FIELDS + "REF: LIMA 12\n"
    block, found = read(ORIGIN + full + CONTROL + "SUBJECT: ANOTHER\nREF: LIMA 13\n" + BODY)
    assert found["subject"] == "A BRIDGE"
    assert "ANOTHER" in [one.value for one in block.candidates]
    assert [row.text for row in block.reference_rows] == ["REF: LIMA 12"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\n1. (U) CLASSIFIED BY DCM SAM SAMPLE, 1.5 (D).\n", id="paragraph-1"),
        pytest.param("\nCLASSIFIED BY DCM SAM SAMPLE.\n\nREASONS: 1.5 (D).\n", id="two-parts"),
    ],
)
def test_classified_by_in_its_other_places(text):
    found = fields(FIELDS + text)
    assert (found["classified_by"], found["classification_reasons"]) == (
        "DCM SAM SAMPLE", ("1.5(D)",),
    )  # fmt: skip


def test_a_statement_that_is_paragraph_1_stays_with_the_body():
    statement = "1. (U) CLASSIFIED BY DCM SAM SAMPLE, 1.5 (D)."
    typed = rows(ORIGIN + CONTROL + FIELDS + "\n" + statement + "\n\n2. THE BRIDGE.\n")
    block = read_telegram(typed)
    assert typed[block.body_start].text == statement


@pytest.mark.parametrize(
    ("to", "info"),
    [
        pytest.param("7O", "JNFO", id="worn"),
        pytest.param("##", "INEO", id="torn"),
        pytest.param("", "1NF0", id="lost"),
        pytest.param("TO", "INFO\b", id="glued"),
    ],
)
def test_addresses_whose_labels_were_damaged(to, info):
    addresses = f"{to} SECSTATE WASHDC 5627\n{info} AMEMBASSY QUITO\nAMEMBASSY LA PAZ\n"
    addresses = addresses.replace("\b ", "")
    block, found = read("R 312243Z JAN 11\nFM AMEMBASSY LIMA\n" + addresses + CONTROL + FIELDS)
    assert [(a.role.value, a.plain_language_address) for a in block.addressees] == [
        ("action", "SECSTATE WASHDC"), ("info", "AMEMBASSY QUITO"), ("info", "AMEMBASSY LA PAZ"),
    ]  # fmt: skip
    assert found["serial"] == 392


@pytest.mark.parametrize(
    ("line", "classification"),
    [
        pytest.param("CONFIDENTI RELEARER", "CONFIDENTIAL", id="stamped-over"),
        pytest.param("S E C R E T  ## 0#", "SECRET", id="number-lost"),
        pytest.param("XYZ ## 0#", None, id="nothing-left"),
    ],
)
def test_a_control_line_told_by_its_place(line, classification):
    found = read(ORIGIN + f"\n{line}\n\n" + FIELDS + BODY)[1]
    assert found.get("classification") == classification
    assert "serial" not in found
    assert found["executive_order"] == "13526"


def test_a_speck_below_the_header_does_not_end_it():
    found = fields(FIELDS + "{\nCLASSIFIED BY: SAM SAMPLE, DCM. REASON: 1.4(B)\n")
    assert found["classified_by"] == "SAM SAMPLE, DCM"


HEADER_ROWS = (
    "O R 172343Z NOV 79",
    "FM AMEMBASSY LIMA",
    "TO SECSTATE WASHDC 5627",
    "INFO AMEMBASSY QUITO",
    "     AMEMBASSY LA PAZ",
    "UNCLAS LIMA 000392",
    "SIPDIS",
    "E.O. 13526: N/A",
    "TAGS: PGOV, PE",
    "SUBJECT: A BRIDGE",
    "REF: QUITO 12",
)


@pytest.mark.parametrize("speck", [".", "-", "' ,"])
@pytest.mark.parametrize("place", range(1, len(HEADER_ROWS)), ids=lambda n: HEADER_ROWS[n].strip())
def test_a_speck_between_two_rows_changes_nothing(place, speck):
    def header(*texts: str) -> tuple[list[str], dict[str, object]]:
        block, found = read("\n".join(texts) + "\n" + BODY)
        return [one.plain_language_address for one in block.addressees], found

    with_speck = (*HEADER_ROWS[:place], speck, *HEADER_ROWS[place:])
    assert header(*with_speck) == header(*HEADER_ROWS)
