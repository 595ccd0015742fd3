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
    ],
)
def test_cables(text, expected):
    assert [(one.label, one.mrn) for one in read(text)] == expected


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
    ("text", "is_line"),
    [
        ("REF: STATE 1", True),
        ("REFS: STATE 1", True),
        ("REF(S): STATE 1", True),
        ("REFTEL: STATE 1", True),
        ("REFERENCE: STATE 1", True),
        ("RETELS: STATE 1", True),
        ("REF A) LIMA 22", True),
        ("REF STATE 12345", True),
        ("REFORM OF THE LAND", False),
        ("REFERENCED COURSE WAS SCHEDULED", False),
        ("", False),
    ],
)
def test_labels(text, is_line):
    assert is_reference_line(text) is is_line
