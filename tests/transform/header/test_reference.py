"""REF lines, in the shapes desks typed them."""

from __future__ import annotations

import pytest

from transform.cable import ReferenceKind
from transform.defects import DefectCode
from transform.header.reference import is_reference_line, parse_references


def read(text: str, year: int | None = 1979, post: str = "LA PAZ"):
    value = parse_references([text], year, post).value
    assert value is not None
    return value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "REF: A) 09 MEXICO 829; B) 10 MEXICO 4276;",
            [("A", "09 MEXICO 829"), ("B", "10 MEXICO 4276")],
            id="11MEXICO392",
        ),
        pytest.param(
            "REF: A} 09 MEXICO 829; B) 10 MEXICO 4276",
            [("A", "09 MEXICO 829"), ("B", "10 MEXICO 4276")],
            id="bracket-misread",
        ),
        pytest.param(
            "REF: A/ 08 GENEVA 164; B/ 08 RABAT 3911",
            [("A", "08 GENEVA 164"), ("B", "08 RABAT 3911")],
            id="slash",
        ),
        pytest.param("REF * A. ACCRA 4708", [("A", "79 ACCRA 4708")], id="star-for-colon"),
        pytest.param("REF: A) ©9 MEXICO. 829", [("A", "09 MEXICO 829")], id="round-sign-for-zero"),
        pytest.param(
            "REFS: (A) STATE 31086: (B) LA PAZ 594",
            [("A", "79 STATE 31086"), ("B", "79 LA PAZ 594")],
            id="74LAPAZ1388",
        ),
        pytest.param(
            "REF: A. STATE 40721 B. ROME 1098",
            [("A", "79 STATE 40721"), ("B", "79 ROME 1098")],
            id="stops",
        ),
        pytest.param(
            "(A)BRASILIA 13511, (B)BRASILIA 4799",
            [("A", "79 BRASILIA 13511"), ("B", "79 BRASILIA 4799")],
            id="no-blank",
        ),
        pytest.param(
            "REF: [A] State 188314, 259032",
            [("A", "79 STATE 188314"), ("A", "79 STATE 259032")],
            id="number-repeats-post",
        ),
        pytest.param(
            "REF: BRASILIA 2799 AND 2764",
            [(None, "79 BRASILIA 2799"), (None, "79 BRASILIA 2764")],
            id="and",
        ),
        pytest.param(
            "REF: LA PAZ 1831, STATE 58007",
            [(None, "79 LA PAZ 1831"), (None, "79 STATE 58007")],
            id="74LAPAZ2035",
        ),
        pytest.param(
            "REF: (A) STATE 207984 310241Z AUG 77 (B) STATE 47743 DTD 240237Z FEB 78 (C) LIMA 57",
            [("A", "77 STATE 207984"), ("B", "78 STATE 47743"), ("C", "79 LIMA 57")],
            id="79LAPAZ6049-dated",
        ),
        pytest.param("REF: BONN 14355 (DTG 031628Z SEP 75)", [(None, "75 BONN 14355")], id="dtg"),
        pytest.param("REF: MANAGUA 447 (03)", [(None, "03 MANAGUA 447")], id="year-after"),
        pytest.param("REF: A. REF A STATE 122214", [("A", "79 STATE 122214")], id="ref-a-twice"),
        pytest.param("REF: DEA 468", [(None, "79 DEA 468")], id="74LAPAZ992"),
        pytest.param(
            "REF: US MISSION EC BRUSSELS 0086", [(None, "79 EC BRUSSELS 86")], id="74LAPAZ146"
        ),
        pytest.param("REF: USUN 1234", [(None, "79 USUN NEW YORK 1234")], id="short-name"),
        pytest.param("REF: A. 2009STATE000123", [("A", "09 STATE 123")], id="glued"),
        pytest.param("REF: 1234", [(None, "79 LA PAZ 1234")], id="bare-number"),
        pytest.param("REF: N/A", [], id="none"),
        pytest.param(
            "REF: LIMA 311, QUITO, 1207",
            [(None, "79 LIMA 311"), (None, "79 QUITO 1207")],
            id="comma-behind-post",
        ),
        pytest.param(
            "REFS: A) Quito 936/935; B) 06 Quito 5353/5194 and previous",
            [
                ("A", "79 QUITO 936"),
                ("A", "79 QUITO 935"),
                ("B", "06 QUITO 5353"),
                ("B", "06 QUITO 5194"),
            ],
            id="slashes-and-a-year-for-all",
        ),
        pytest.param(
            "REF: STATE 311722 TOSEC 340058",
            [(None, "79 STATE 311722"), (None, "79 TOSEC 340058")],
            id="two-numbers-of-one-message",
        ),
        pytest.param(
            "REF: SECTO 123/STATE 99887 & USUN 2336",
            [(None, "79 SECTO 123"), (None, "79 STATE 99887"), (None, "79 USUN NEW YORK 2336")],
            id="slash-before-a-post",
        ),
        pytest.param("REF: BAGHDAD #3565", [(None, "79 BAGHDAD 3565")], id="number-sign"),
        pytest.param("REF: 870 QUITO", [(None, "79 QUITO 870")], id="number-before-post"),
        pytest.param(
            "REF: COLOMBO CABLES 0266 AND 02259",
            [(None, "79 COLOMBO 266"), (None, "79 COLOMBO 2259")],
            id="cables",
        ),
        pytest.param("REF: EMBASSY LIMA 1450", [(None, "79 LIMA 1450")], id="embassy"),
        pytest.param("REF: UNCLAS LIMA 1450", [(None, "79 LIMA 1450")], id="class-before"),
        pytest.param("REF: LIMA (C) 02293", [(None, "79 LIMA 2293")], id="marking-between"),
        pytest.param("REF: LIMA'S 1234", [(None, "79 LIMA 1234")], id="possessive"),
        pytest.param("REF: MYTEL 1234", [(None, "79 LA PAZ 1234")], id="mytel"),
        pytest.param("REF: DEPTEL 54321", [(None, "79 STATE 54321")], id="deptel"),
        pytest.param("REF: YOURTEL 99", [(None, None)], id="yourtel-of-nobody-named"),
        pytest.param("REF: USDA FAS 57863", [(None, "79 USDA FAS 57863")], id="unknown-sender"),
        pytest.param("REF: (A) LIMA O1512", [("A", "79 LIMA 1512")], id="O-in-serial"),
        pytest.param("REF: STATE l2345", [(None, "79 STATE 12345")], id="l-in-serial"),
        pytest.param("REF: STATE 1 O1684", [(None, "79 STATE 101684")], id="torn-serial"),
        pytest.param("REF: COTON0U 348", [(None, "79 COTONOU 348")], id="zero-in-post"),
        pytest.param("REFTEL(S): LIMA 22; QUITO 33", [(None, "79 LIMA 22"), (None, "79 QUITO 33")]),
        pytest.param("REF: REFERENCE: LIMA 997", [(None, "79 LIMA 997")], id="label-twice"),
        pytest.param(
            "REF: LIMA 227  LA PAZ 00000564  001.2 OF 002",
            [(None, "79 LIMA 227")],
            id="page-header-of-the-2000s",
        ),
        pytest.param(
            "REF: A. STATE 40721 CONFIDENTIAL PAGE 02  LA PAZ 01196 01 OF 02 082030Z  B. LIMA 98",
            [("A", "79 STATE 40721"), ("B", "79 LIMA 98")],
            id="page-header-glued-in",
        ),
        pytest.param(
            "REF: 1. LIMA 33; 2. QUITO 44",
            [(None, "79 LIMA 33"), (None, "79 QUITO 44")],
            id="items-numbered",
        ),
    ],
)
def test_cables(text, expected):
    assert [(one.label, one.mrn) for one in read(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("REF: A. (A) LIMA 7 B. (C) QUITO 8", ["A LIMA 7", "B QUITO 8"], id="marking"),
        pytest.param("REF: A. A) LIMA 7 B. B) QUITO 8", ["A LIMA 7", "B QUITO 8"], id="double"),
        pytest.param("REF: A: LIMA 7; B: QUITO 8", ["A LIMA 7", "B QUITO 8"], id="colons"),
        pytest.param("Ref: A - Lima 7", ["A LIMA 7"], id="dash"),
        pytest.param("Ref: Ref A) Lima 7 B) Quito 8", ["A LIMA 7", "B QUITO 8"], id="ref-a"),
        pytest.param("A. REF LIMA 7 B. QUITO 8", ["A LIMA 7", "B QUITO 8"], id="label-inside"),
        pytest.param("REF: LIMA 7, B.QUITO 8", ["A LIMA 7", "B QUITO 8"], id="no-first-label"),
        pytest.param("ref: a. lima 7 b. quito 8", ["A LIMA 7", "B QUITO 8"], id="small-letters"),
        pytest.param("REF: A) LIMA 7 ¶B) QUITO 8", ["A LIMA 7", "B QUITO 8"], id="pilcrow"),
        pytest.param(
            "REF: A) LIMA 7 8) QUITO 8 C) BONN 9",
            ["A LIMA 7", "B QUITO 8", "C BONN 9"],
            id="digit-for-letter",
        ),
        pytest.param(
            "REF: A) LIMA 7 G) QUITO 8 C) BONN 9",
            ["A LIMA 7", "B QUITO 8", "C BONN 9"],
            id="other-letter",
        ),
        pytest.param(
            "REF: A) LIMA 7 B) JONES E-MAIL 5/11 B) QUITO 8",
            ["A LIMA 7", "B JONES E-MAIL 5/11", "B QUITO 8"],
            id="printed-twice",
        ),
        pytest.param(
            "REF: A) LIMA 7 B) 2962 AND PREVIOUS", ["A LIMA 7", "B LIMA 2962"], id="post-before"
        ),
        pytest.param("REF: A) 6307 B) STATE 9", ["A LA PAZ 6307", "B STATE 9"], id="own-post"),
        pytest.param(
            "REF: 09 STATE 96625; A. A)STATE 70789; B. B) SEOUL 1144",
            ["- STATE 96625", "A STATE 70789", "B SEOUL 1144"],
            id="unlabelled-before",
        ),
    ],
)
def test_items(text, expected):
    assert [
        f"{one.label or '-'} {f'{one.post} {one.serial}' if one.mrn else one.raw}"
        for one in read(text)
    ] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("REF: STATE 1234-1236", [1234, 1235, 1236], id="dash"),
        pytest.param("REF: STATE 123498 THRU 123501", [123498, 123499, 123500, 123501], id="thru"),
        pytest.param("REF: STATE 1234-36", [1234, 1235, 1236], id="short-end"),
        pytest.param("REF: STATE 1000-9000", [1000], id="too-long"),
    ],
)
def test_a_range_names_each_number(text, expected):
    assert [one.serial for one in read(text)] == expected


@pytest.mark.parametrize(
    ("text", "years"),
    [
        pytest.param("REF: '74 STATE 123", [1974], id="apostrophe"),
        pytest.param("REF: 1974 STATE 123; 75 LIMA 9", [1974, 1975], id="before"),
        pytest.param("REF: STATE (77) 201265", [1977], id="between"),
        pytest.param("REF: LIMA 701 (78), LIMA 66 (77)", [1978, 1977], id="parentheses"),
        pytest.param("REF: LIMA 00789/78", [1978], id="slash"),
        pytest.param("REF: LIMA 4525-75", [1975], id="dash-and-no-range"),
        pytest.param("REF: LIMA 07718 77, LIMA 05986 78", [1977, 1978], id="blank"),
        pytest.param("REF: STATE 123456 OF 12 MAY 74", [1974], id="date"),
        pytest.param("REF: STATE 123456, DATED MAY 12, 1974", [1974], id="date-behind-comma"),
        pytest.param("REF: STATE 123, 031628Z SEP 75", [1975], id="group-behind-comma"),
        pytest.param("REF: STATE 123 AND 456 (77)", [1979, 1977], id="of-the-second-alone"),
    ],
)
def test_a_printed_year_wins(text, years):
    assert [one.year for one in read(text)] == years


@pytest.mark.parametrize(
    ("text", "post", "group"),
    [
        pytest.param("REF: USCINCSO 311345 Z MAY 73", "USCINCSO", "311345Z MAY 73", id="blank-z"),
        pytest.param("REF: SECDEF R162245Z OCT 78", "SECDEF", "162245Z OCT 78", id="precedence"),
        pytest.param("REF: CINCPAC 261855Z", "CINCPAC", "261855Z", id="no-month"),
        pytest.param("REF: DTG 031628Z SEP 75", None, "031628Z SEP 75", id="nobody"),
        pytest.param("REF: STATE (DTG 031628Z SEP 75)", "STATE", "031628Z SEP 75", id="no-number"),
        pytest.param("REF: SECDEF MSG DTG 301601Z SEP 78", "SECDEF", "301601Z SEP 78", id="msg"),
    ],
)
def test_a_message_is_cited_by_sender_and_time(text, post, group):
    (one,) = read(text)
    assert (one.kind, one.post, one.dtg_raw) == (ReferenceKind.DTG, post, group)


def test_a_number_keeps_its_group():
    (one,) = read("REF: BONN 14355 (DTG 031628Z SEP 75)")
    assert (one.mrn, one.dtg_raw) == ("75 BONN 14355", "031628Z SEP 75")


@pytest.mark.parametrize(
    "text",
    [
        "REF: UNSCR 1737 SANCTIONS NOTICE",
        "REF: INCSR BOLIVIA 1978",
        "REF: LA PAZ POINTS JULY 15",
        "REF: EXP.LIC. D328589",
        "REF: OSC EUP20080707950031",
        "REF: SEE 22 BELOW AND ASK",
        "REF: LIMA 12 MAY 1974",
    ],
)
def test_what_is_no_cable_is_kept_as_other(text):
    assert {(one.kind, one.mrn) for one in read(text)} == {(ReferenceKind.OTHER, None)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("REF: JONES MEMO OF MAY 3, 1979, AND LIMA 22", ["memo", "cable"]),
        ("REF: LIMA 22; JONES TELECON OF MAY 4", ["cable", "telcon"]),
        ("REF: JONES E-MAIL, MAY 3; SMITH FAX; LIMA 22", ["email", "fax", "cable"]),
        ("REF: LIMA 22, JONES LETTER, SMITH MEMO", ["cable", "letter", "memo"]),
    ],
)
def test_kinds_stand_beside_each_other(text, expected):
    assert [str(one.kind) for one in read(text)] == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("REF: LA PAZ A-029", ReferenceKind.AIRGRAM),
        ("REF: LA PAZ A87", ReferenceKind.AIRGRAM),
        ("REF: STATE A-3772 OF MAY 8, 1974", ReferenceKind.AIRGRAM),
        ("REF: ARA/BC MEMO TO DEPT ASST SECY DATED FEBRUARY 28, 1974", ReferenceKind.MEMO),
        ("REF: EXAMPLE/JONES EMAIL OF 1/2/2009", ReferenceKind.EMAIL),
        ("REF: EXAMPLE TELCON OF MAY 3", ReferenceKind.TELCON),
        ("REF: 9 FAM APPENDIX K", ReferenceKind.BOOK),
        ("REF: CINCPAC 010203Z JAN 75", ReferenceKind.DTG),
        ("REFAIR: LA PAZ A-22", ReferenceKind.AIRGRAM),
        ("REF: A-150", ReferenceKind.AIRGRAM),
        ("REF: STATE CA-3400", ReferenceKind.AIRGRAM),
        ("REF: IIR 6 832 0617 78", ReferenceKind.REPORT),
        ("REF: (S/NF) TD-314/21795-78 11 APRIL 1978", ReferenceKind.REPORT),
        ("REF: LIMA DAILY REPORT FOR OCTOBER 28", ReferenceKind.REPORT),
    ],
)
def test_other_kinds_stay_one_item_without_a_number(text, kind):
    found = read(text)
    assert [(one.kind, one.mrn) for one in found] == [(kind, None)]


def test_a_torn_first_label_is_still_the_first():
    found = read("REFS: (AL LA PAZ A-048; (B) EXAMPLE MEMO")
    assert [(one.label, one.kind) for one in found] == [
        ("A", ReferenceKind.AIRGRAM),
        ("B", ReferenceKind.MEMO),
    ]


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        ("REF: STATE 5919 (NOTAL)", "NOTAL"),
        ("REF: STATE 5919, NOTAL", "NOTAL"),
        ("REF: CARACAS 3226 AIDAC", "AIDAC"),
        ("REF: STATE 194486 AND PREVIOUS", "PREVIOUS"),
        ("REF: STATE 026462 TO LA PAZ", "TO LA PAZ"),
        ("REF: STATE 026462", None),
        ("REF: STATE 5919 (EXDIS)", "EXDIS"),
        ("REF: STATE 5919, PARA 3", "PARA 3"),
        ("REF: STATE 5919 CIRCULAR", "CIRCULAR"),
    ],
)
def test_suffixes(text, suffix):
    (one,) = read(text)
    assert one.suffix == suffix


def test_what_is_printed_is_kept_whatever_it_is():
    result = parse_references(["REF: SEE 22 BELOW AND ASK"], 1979, "LIMA")
    assert result.value is not None
    assert "22" in result.value[0].raw


@pytest.mark.parametrize(
    ("serial", "month", "expected", "doubted"),
    [
        pytest.param(497, 1, ["78 LA PAZ 7627", "79 STATE 9720"], 1, id="79LAPAZ497"),
        pytest.param(497, 5, ["78 LA PAZ 7627", "79 STATE 9720"], 0, id="may"),
        pytest.param(9000, 12, ["79 LA PAZ 7627", "79 STATE 9720"], 0, id="december"),
    ],
)
def test_a_number_above_the_own_is_of_last_year(serial, month, expected, doubted):
    result = parse_references(
        ["REF: LA PAZ 7627, STATE 009720"], 1979, "LA PAZ", own_serial=serial, cable_month=month
    )
    assert result.value is not None
    assert [one.mrn for one in result.value] == expected
    codes = [defect.code for defect in result.defects]
    assert codes == [DefectCode.REFERENCE_YEAR_IMPLIED] * doubted


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param("LIMA 123 " * 3000, 3000, id="nothing-between"),
        pytest.param("LIMA 123, " * 3000, 3000, id="commas"),
        pytest.param("LIMA 123, " + "45, " * 3000, 3001, id="numbers"),
        pytest.param("JONES " * 3000, 1, id="no-number"),
        pytest.param("(" * 3000 + "LIMA 1" + ")" * 3000, 1, id="parentheses"),
        pytest.param("A) LIMA 1 B) QUITO 2 " * 1500, 3000, id="the-same-two-letters"),
    ],
)
def test_long_lists_are_read_whole(text, count):
    assert len(read(f"REF: {text}")) == count


def test_a_number_no_post_can_have_reached_is_of_last_year():
    result = parse_references(["REF: STATE 299669"], 1979, "LA PAZ", cable_month=2)
    assert [one.mrn for one in result.value or ()] == ["78 STATE 299669"]
    assert not result.defects


@pytest.mark.parametrize(
    ("text", "is_line"),
    [
        ("REF: STATE 1", True),
        ("REFS: STATE 1", True),
        ("REF(S): STATE 1", True),
        ("REFTEL: STATE 1", True),
        ("REFERENCE: STATE 1", True),
        ("RETELS: STATE 1", True),
        ("REFTELS: STATE 1", True),
        ("REFTEL(S): STATE 1", True),
        ("REFERENCES: STATE 1", True),
        ("REFAIR: LIMA A-1", True),
        ("REFS : (A) LIMA 22", True),
        ("REF A) LIMA 22", True),
        ("REF STATE 12345", True),
        ("REFORM OF THE LAND", False),
        ("REFERENCED COURSE WAS SCHEDULED", False),
        ("", False),
    ],
)
def test_labels(text, is_line):
    assert is_reference_line(text) is is_line
