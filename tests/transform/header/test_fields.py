"""The fields below the control line: captions, E.O., TAGS, SUBJECT, passing instructions."""

from __future__ import annotations

from datetime import date

import pytest

from transform.cable import TagKind
from transform.defects import DefectCode
from transform.header.captions import is_caption_line, parse_caption
from transform.header.executive_order import is_executive_order_line, parse_executive_order
from transform.header.passing import is_passing_line, parse_passing
from transform.header.subject import is_subject_line, parse_subject
from transform.header.tags import goes_on_with_tags, is_tags_line, looks_like_tags, parse_tags


@pytest.mark.parametrize(
    ("text", "captions"),
    [
        ("SIPDIS", ("SIPDIS",)),
        ("SENSITIVE SIPDIS", ("SENSITIVE", "SIPDIS")),
        ("SIPDIS / SIPDIS", ("SIPDIS",)),
        ("LIMDIS NOFORN", ("LIMDIS", "NOFORN")),
        ("S I P D I S", ("SIPDIS",)),
        ("S1PDIS", ("SIPDIS",)),
        ("SENSlTIVE,", ("SENSITIVE",)),
        ("SFHSITIVE", ("SENSITIVE",)),
        ("CODEL EXAMPLE", ("CODEL EXAMPLE",)),
        ("EXDIS - MILITARY ADDRESSEES HANDLE AS SPECAT EXCLUSIVE", ("EXDIS",)),
        ("FOR THE AMBASSADOR ONLY", ("FOR THE AMBASSADOR ONLY",)),
        ("AGREMENT CHANNEL", ("AGREMENT CHANNEL",)),
        ("ROGER CHANNEL", ("ROGER CHANNEL",)),
        ("STADIS////////////////////", ("STADIS",)),
        ("NOFORN SIPDIS NOFORN", ("NOFORN", "SIPDIS")),
        ("C O R R E C T E D  C O P Y", ("CORRECTED COPY",)),
        ("C O R R E C T E D COPY//SUBJECT LINE//////", ("CORRECTED COPY",)),
    ],
)
def test_captions(text, captions):
    assert parse_caption(text).value == captions
    assert is_caption_line(text)


@pytest.mark.parametrize(
    "text", ["", "SUMMARY", "PASS AGRICULTURE", "SENSITIVE TALKS", "E.O. 11652"]
)
def test_no_captions(text):
    assert not is_caption_line(text)


@pytest.mark.parametrize(
    ("text", "number", "raw", "on"),
    [
        pytest.param("E.O. 11652: GDS", "11652", "GDS", None, id="1974"),
        pytest.param("E.O.11652: N/A", "11652", "N/A", None, id="74LAPAZ1970"),
        pytest.param("E.OM 11652: N/A", "11652", "N/A", None, id="74LAPAZ5142"),
        pytest.param("EO 12065: NA", "12065", "NA", None, id="79LAPAZ3561"),
        pytest.param("E.O. 11652:", "11652", None, None, id="74LAPAZ4908"),
        pytest.param(
            "E.O. 12065 GDS, 12/26/85 (EXAMPLE, P.)",
            "12065",
            "GDS, 12/26/85 (EXAMPLE, P.)",
            date(1985, 12, 26),
            id="79STATE331361",
        ),
        pytest.param(
            "E.O. 11652: ADS, DECLAS 12-31-74",
            "11652",
            "ADS, DECLAS 12-31-74",
            date(1974, 12, 31),
            id="handbook-1974",
        ),
        pytest.param(
            "E.O. 12958: DECL: 2020/02/23", "12958", "DECL: 2020/02/23", date(2020, 2, 23), id="ymd"
        ),
        pytest.param(
            "E.O. 13526: DECL: 10/29/21", "13526", "DECL: 10/29/21", date(2021, 10, 29), id="mdy"
        ),
        pytest.param(
            "E.O. 12958: DECL: 07/08/2085 .",
            "12958",
            "DECL: 07/08/2085",
            date(2085, 7, 8),
            id="speck",
        ),
        pytest.param("E.O. 12356: DECL:OADR", "12356", "DECL:OADR", None, id="oadr"),
        pytest.param("E.0O. 1Z958: N/A", "12958", "N/A", None, id="misread"),
        pytest.param("E.O. 16652: GDS", "11652", "GDS", None, id="slip-of-the-archive"),
        pytest.param("13526: N/A", "13526", "N/A", None, id="without-label"),
        pytest.param("E.O. 13526: N/A . i", "13526", "N/A", None, id="small-letter-specks"),
        pytest.param("E.O. 12356: H/4", "12356", "N/A", None, id="worn-none"),
        pytest.param("E.O. 1235b: DFCL; OAOR", "12356", "DECL: OADR", None, id="worn-words"),
        pytest.param("E.O. 11652: GDB", "11652", "GDS", None, id="worn-schedule"),
        pytest.param(
            "E.O. 12958: DECL: 06/28120L7",
            "12958",
            "DECL: 06/28/2017",
            date(2017, 6, 28),
            id="strokes-read-as-ones",
        ),
    ],
)
def test_executive_orders(text, number, raw, on):
    order = parse_executive_order(text).value
    assert order is not None
    assert (order.number, order.declassify_raw, order.declassify_on) == (number, raw, on)
    assert is_executive_order_line(text) is text.startswith("E")


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("E.O. 11652: GDS", "GDS"),
        ("E.O. 11652: XGDS-3", "XGDS-3"),
        ("E.O. 11652: X-GDS 3 DECLAS DEC 31, 1999", "XGDS-3"),
        ("E.O. 11652: ADS, DECLAS UPON RECEIPT OF REPLY", "ADS"),
        ("E.O. 11652: 6DS", "GDS"),
        ("E.O. 12065: GDS 3 DEC 85", "GDS"),
        ("E.O. 12065: RDS-1 7/15/99 (EXAMPLE, JANE) OR-M", "RDS-1"),
        ("E.O. 12065: RDS 7/15/99 (EXAMPLE, JANE) OR-M", "RDS"),
        ("E.O. 12356:DECL:OADR", "OADR"),
        ("E.O. 12356: DECL: 12/31/98", None),
        ("E.O. 12958: DECL: X1", "X1"),
        ("E.O. 12958: 1.6X6", "X6"),
        ("E.O. 13526: DECL: 25X1", "25X1"),
        ("E.O. 12958: DECL: 10 YEARS", "10 YEARS"),
        ("E.O. 12958: DECL: UPON CLOSURE OF THE POST", "UPON CLOSURE OF THE POST"),
        ("E.O. 12958: DECL: 3 MAY 2014", None),
        ("E.O. 12958: N/A", None),
    ],
)
def test_a_schedule_or_an_event_is_told_apart_from_a_date(text, event):
    order = parse_executive_order(text).value
    assert order is not None
    assert order.declassify_event == event


@pytest.mark.parametrize(
    ("text", "number", "on"),
    [
        pytest.param("E.O. 1295: DECL: 07/24/2018", "12958", date(2018, 7, 24), id="digit-lost"),
        pytest.param("E.O. 129558: N/A", "12958", None, id="digit-doubled"),
        pytest.param("EO 12958: decl: 6/3/08", "12958", date(2008, 6, 3), id="small-letters"),
        pytest.param("E.O. 12958: DECL: O7/22/2O19", "12958", date(2019, 7, 22), id="date-blurred"),
        pytest.param("E.O. 12065: GDS, DECEMBER 3, 1985", "12065", date(1985, 12, 3), id="month"),
        pytest.param("E.O. 10501: N/A", "10501", None, id="oldest"),
    ],
)
def test_damaged_orders_and_dates(text, number, on):
    order = parse_executive_order(text).value
    assert order is not None
    assert (order.number, order.declassify_on) == (number, on)


def test_unknown_as_printed_on_a_card_is_no_value_and_no_defect():
    result = parse_executive_order("E.O.: Unknown")
    assert (result.value, result.defects) == (None, ())


def test_an_order_nobody_knows_is_kept():
    result = parse_executive_order("E.O. 99999: GDS")
    assert result.value is not None
    assert result.value.number == "99999"
    assert [d.code for d in result.defects] == [DefectCode.EXECUTIVE_ORDER_UNKNOWN]


def test_a_date_that_does_not_exist_is_told():
    result = parse_executive_order("E.O. 13526: DECL: 02/31/2031")
    assert result.value is not None
    assert result.value.declassify_on is None
    assert [d.code for d in result.defects] == [DefectCode.EXECUTIVE_ORDER_UNREADABLE]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        pytest.param("TAGS: EAID, BL", ["EAID", "BL"], id="commas"),
        pytest.param("TAGS: MASS BL", ["MASS", "BL"], id="74LAPAZ80-blanks"),
        pytest.param("TAGS: EAID EEC BL", ["EAID", "EEC", "BL"], id="74LAPAZ146"),
        pytest.param("TAGS ACOM, BEXP", ["ACOM", "BEXP"], id="74LAPAZ5622-no-colon"),
        pytest.param(
            "TAGS: CASC, BL (EXAMPLE, JANE)", ["CASC", "BL", "EXAMPLE, JANE"], id="person"
        ),
        pytest.param(
            "TSPA, EAIR, KZ, Tl, TAJIK AIR", ["TSPA", "EAIR", "KZ", "TI", "TAJIK AIR"], id="94-card"
        ),
        pytest.param("TAGS: PHUMPGOV", ["PHUM", "PGOV"], id="glued"),
        pytest.param("TAGS: PRELUSUK", ["PREL", "US", "UK"], id="glued-countries"),
        pytest.param("TAGS: PG0V, PREI, SM1G", ["PGOV", "PREL", "SMIG"], id="misread"),
        pytest.param("TAGS: PGOV, SMIG. PHUM", ["PGOV", "SMIG", "PHUM"], id="worn-comma"),
        pytest.param("TAGS: POINT, BL", ["PINT", "BL"], id="79LAPAZ2023-misprint"),
        pytest.param("TAGS: EOXC", ["OEXC"], id="74LAPAZ1433-letters-exchanged"),
        pytest.param("TAGS: TSAP, EAIR, TI", ["TSAP", "EAIR", "TI"], id="94DUSHANBE259-printed-so"),
        pytest.param("TAGS: OVIP WARD JOHN", ["OVIP", "WARD, JOHN"], id="no-code-but-a-name"),
        pytest.param("TAGS: ZZQX, BL", ["ZZQX", "BL"], id="unknown-kept"),
        pytest.param("TAGS: EBINV, RS, j", ["EINV", "RS"], id="letter-too-many-and-a-speck"),
        pytest.param("TAGS: SCVL, ECOM", ["SCUL", "ECON"], id="worn-type"),
        pytest.param("TAGS: EAGR' AR", ["EAGR", "AR"], id="worn-comma"),
        pytest.param("TAGS: AER LINGUS, EI", ["AER LINGUS", "EI"], id="two-words-listed"),
        pytest.param("TAGS: PGOV, XK.", ["PGOV", "XK"], id="final-stop"),
        pytest.param("TAGS: PGOV, PGOV", ["PGOV"], id="once"),
        pytest.param("TAGS: PGOV,\n PREL", ["PGOV", "PREL"], id="wrapped"),
        pytest.param("TAG PTER, PGOV", ["PTER", "PGOV"], id="TAG"),
        pytest.param("TAGS/ EAID, BL", ["EAID", "BL"], id="stroke-for-colon"),
        pytest.param(
            "TAGS: OVIP EXAMPLE JANE PREL US",
            ["OVIP", "EXAMPLE, JANE", "PREL", "US"],
            id="person-without-parentheses",
        ),
        pytest.param(
            "TAGS: OVIP, EXAMPLE, JANE, IT", ["OVIP", "EXAMPLE, JANE", "IT"], id="LAST, FIRST"
        ),
        pytest.param(
            "TAGS: OVIP (EXAMPLE, JANE B.), IT", ["OVIP", "EXAMPLE, JANE B.", "IT"], id="initial"
        ),
        pytest.param(
            "TAGS: MARR PREL IT GLOBAL DEFENSE",
            ["MARR", "PREL", "IT", "GLOBAL DEFENSE"],
            id="name-among-codes",
        ),
        pytest.param(
            "TAGS: ECON PM ECONOMIC AFFAIRS", ["ECON", "PM", "ECONOMIC AFFAIRS"], id="no-glue"
        ),
        pytest.param("TAGS: PREL IT ITPHUM", ["PREL", "IT", "PHUM"], id="glued-country-first"),
        pytest.param("TAGS: KCRM PHUMBA", ["KCRM", "PHUM", "BA"], id="glued-country-last"),
        pytest.param("TAGS: ECON MX SIPDIS", ["ECON", "MX"], id="caption-on-the-line"),
        pytest.param("TAGS: N/A", [], id="none"),
        pytest.param("TAGS:", [], id="empty"),
    ],
)
def test_tags(text, codes):
    tags = parse_tags(text).value
    assert tags is not None
    assert [tag.tag for tag in tags] == codes


def test_kinds_and_meanings_of_tags():
    tags = parse_tags("PGOV, KDEM, BL, XK, NATO, (EXAMPLE, JANE), ZZZZ").value
    assert tags is not None
    assert [tag.kind for tag in tags] == [
        TagKind.SUBJECT,
        TagKind.PROGRAM,
        TagKind.GEOGRAPHIC,
        TagKind.GEOGRAPHIC,
        TagKind.ORGANIZATION,
        TagKind.PERSON,
        TagKind.UNKNOWN,
    ]
    assert tags[2].meaning == "Bolivia"


def test_unknown_and_repaired_tags_are_told():
    codes = [defect.code for defect in parse_tags("TAGS: ZZZZ, PG0V").defects]
    assert codes == [DefectCode.TAG_UNKNOWN, DefectCode.TAG_REPAIRED]


@pytest.mark.parametrize(
    ("text", "is_line"),
    [
        ("TAGS: PGOV", True),
        ("TAGE S: PGOV", True),
        ("TAS: PGOV", True),
        ("TGS: PGOV", True),
        ("TAGSC: PGOV", True),
        ("T4GS: PGOV", True),
        ("IAG8: PGOV", True),
        ("TAGS; PGOV", True),
        ("TAGS:", True),
        ("TAGS ACOM, BEXP", True),
        ("TAGS ARE GIVEN BELOW", False),
        ("TALKS: PGOV", False),
        ("STAGES: PGOV", False),
    ],
)
def test_labels_of_tags(text, is_line):
    assert is_tags_line(text) is is_line


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("EDIS, ETRD, EAGR, BL", True),
        ("PGOV PREL US", True),
        ("SUBJ: EXAMPLE CASE", False),
        ("THE MASS OF PEOPLE", False),
        ("US, UK, FR", False),
        ("", False),
    ],
)
def test_unlabelled_tags(text, does):
    assert looks_like_tags(text) is does


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("NATO, UK, CN", True),
        ("(EXAMPLE, JANE)", True),
        ("PINR, AMGT, TF, BR", True),
        ("THE TALKS", False),
        ("SUBJECT: A BRIDGE", False),
    ],
)
def test_what_goes_on_with_tags(text, does):
    assert goes_on_with_tags(text) is does


@pytest.mark.parametrize(
    ("lines", "subject"),
    [
        (["SUBJECT: A BRIDGE"], "A BRIDGE"),
        (["SUBJ: A BRIDGE OVER", " THE RIVER"], "A BRIDGE OVER THE RIVER"),
        (["SUBJECT: (U) A BRIDGE"], "(U) A BRIDGE"),
        (["SUBJ8 A BRIDGE"], "A BRIDGE"),
        (["SUJ: A BRIDGE"], "A BRIDGE"),
        (["SU8JECT; A BRIDGE"], "A BRIDGE"),
        (["SUBJECT: PORT SECURI-", "TY TALKS"], "PORT SECURITY TALKS"),
        (["SUBJECT: U.S.-", "MEXICO TALKS"], "U.S.- MEXICO TALKS"),
        (["SUBJECT: A BRIDGE ;"], "A BRIDGE"),
    ],
)
def test_subjects(lines, subject):
    assert parse_subject(lines).value == subject
    assert is_subject_line(lines[0])


@pytest.mark.parametrize(
    "text", ["SUMMARY: TEXT", "1. SUBJECT: X", "SUBJECT SCHOOL OPENED", "RE: X"]
)
def test_no_subject_line(text):
    assert not is_subject_line(text)


def test_a_subject_with_nothing_behind_its_label():
    assert [d.code for d in parse_subject(["SUBJECT:"]).defects] == [DefectCode.SUBJECT_MISSING]


@pytest.mark.parametrize(
    "text",
    [
        "DEPARTMENT FOR OES/S",
        "PASS AGRICULTURE",
        "DEPT PASS USTR",
        "DEPT FOR WHA/BSC",
        "STATE PASS OPIC",
        "FOR: CU/ARA",
        "FOR ARA/BC FROM CHARGE",
        "FOR AMBASSADOR FROM SECRETARY",
        "USIA FOR ILA",
        "GENEVA FOR USTR",
        "AID/W FOR FOREIGN DISASTER RELIEF COORDINATOR",
        "DEPARTMENT (A) FOR JANE EXAMPLE",
        "WHITE HOUSE FORJANE EXAMPLE",
        "HQS FOR TPT/EXAMPLE, EMBASSY FOR DEA, SECSTATE",
        "PASS TO TREASURY, DEPUTY COMPTROLLER OF THE CURRENCY",
    ],
)
def test_passing_instructions(text):
    assert is_passing_line(text)
    assert parse_passing(text).value == text


@pytest.mark.parametrize(
    "text",
    [
        "FOR THE FIRST TIME IN YEARS",
        "BOLIVIA FOR THE LAST",
        "STATE FORCES MOVED",
        "PASS THE SALT",
        "PRESS ANNOUNCED AND FONMIN CONFIRMS",
        "",
    ],
)
def test_prose_is_no_passing_instruction(text):
    assert not is_passing_line(text)
