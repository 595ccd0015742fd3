"""Whole documents, typed: every layer, the joins over page breaks, and what is no cable.

All cables here are invented.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.page import Mark, MarkKind
from tests.transform.pages import box, page
from transform.cable import CableFormat, DocumentStatus, Layer, ParsedDocument
from transform.parse import parse_document

HEADER = """
ACTION WHA-00

INFO   LOG-00   AF-01   AID-00   CA-02   /003W

-----2A8FCD 312248Z /38

R 312243Z JAN 11
FM AMEMBASSY LIMA
TO SECSTATE WASHDC 5627
INFO AMEMBASSY QUITO
CIA WASHINGTON DC

UNCLAS LIMA 000392

SENSITIVE
SIPDIS
SIPDIS

E.O. 13526: N/A
TAGS: PGOV, PREL, PE
SUBJECT: A BRIDGE OVER THE RIVER OPENS AFTER YEARS OF
WAITING
REF: A) 09 QUITO 829; B) 10 LIMA 4276
"""

BODY = """
1 (SBU) Summary: The bridge opened on Monday and the local police often

"""


def only(document: ParsedDocument):
    assert len(document.cables) == 1
    return document.cables[0]


def layers(document: ParsedDocument) -> list[Layer]:
    return [line.layer for line in document.line_layers]


def codes(document: ParsedDocument) -> set[str]:
    found = {defect.code.value for defect in document.defects}
    return found.union(*({d.code.value for d in c.defects} for c in document.cables))


def test_a_2011_print_gives_every_header_field():
    cable = only(parse_document([page(HEADER + BODY)]))
    assert (cable.mrn, cable.year, cable.post, cable.serial) == ("11 LIMA 392", 2011, "LIMA", 392)
    assert cable.dtg is not None
    assert cable.dtg.isoformat() == "2011-01-31T22:43:00+00:00"
    assert cable.precedence == "ROUTINE"
    assert cable.originator == "AMEMBASSY LIMA"
    assert cable.classification == "UNCLASSIFIED"
    assert cable.captions == ("SENSITIVE", "SIPDIS")
    assert (cable.executive_order, cable.declassify_raw) == ("13526", "N/A")
    assert cable.tags == ("PGOV", "PREL", "PE")
    assert cable.subject == "A BRIDGE OVER THE RIVER OPENS AFTER YEARS OF WAITING"
    assert [r.mrn for r in cable.references] == ["09 QUITO 829", "10 LIMA 4276"]
    assert [(a.role.value, a.plain_language_address) for a in cable.addressees] == [
        ("action", "SECSTATE WASHDC"),
        ("info", "AMEMBASSY QUITO"),
        ("info", "CIA WASHINGTON DC"),
    ]
    assert [(o.office, o.copies) for o in cable.distribution] == [
        ("WHA", 0),
        ("LOG", 0),
        ("AF", 1),
        ("AID", 0),
        ("CA", 2),
    ]
    assert (cable.distribution_total, cable.distribution_letter) == (3, "W")
    assert (cable.relay_counter, cable.filed_raw) == ("2A8FCD", "312248Z")


def test_a_sentence_goes_on_past_a_stamp_a_banner_and_the_page_break():
    first = page(
        HEADER
        + """
1 (SBU) Summary: The bridge opened on Monday and the local police often

UNITED STATES DEPARTMENT OF STATE
REVIEW AUTHORITY: JOHN Q SAMPLE
DATE/CASE ID: 11 JUL 2011 201103281
""",
        head="DECONTROLLED/UNCLASSIFIED",
        foot="DECONTROLLED/UNCLASSIFIED",
    )
    second = page(
        """
turn a blind eye to heavy lorries. End summary.

2. (SBU) The mayor said so.

SAMPLE
NNNN
""",
        2,
        head="DECONTROLLED/UNCLASSIFIED",
    )
    document = parse_document([first, second])
    cable = only(document)
    assert [p.text for p in cable.paragraphs] == [
        (
            "Summary: The bridge opened on Monday and the local police often turn a blind eye to "
            "heavy lorries. End summary."
        ),
        "The mayor said so.",
    ]
    assert [p.portion_marking for p in cable.paragraphs] == ["SBU", "SBU"]
    assert (cable.paragraphs[0].page_first, cable.paragraphs[0].page_last) == (1, 2)
    assert cable.signature == "SAMPLE"
    assert document.release.review_authority == "JOHN Q SAMPLE"
    assert document.release.case_id == "201103281"
    assert document.release.page_banner == "DECONTROLLED/UNCLASSIFIED"
    assert layers(document).count(Layer.RELEASE) == 6


def test_a_speck_is_claimed_with_the_row_above_it():
    text = "\n1. (SBU) ALL IS WELL.\n\nSAMPLE\nNNNN\n|\n\n{ .\nWHO WROTE THIS"
    document = parse_document([page(HEADER + text), page("|\n- -", 2)])
    assert layers(document)[-6:] == [
        Layer.RELAY, Layer.RELAY, Layer.RELAY, Layer.UNCLAIMED, Layer.UNCLAIMED, Layer.UNCLAIMED
    ]  # fmt: skip


ARCHIVE = """
Message Text

CONFIDENTIAL

PAGE 01 ACCRA 00015 01 OF 02 022228Z

63
ACTION ARA-01

INFO OCT-01 /002 W
            --------------------- 003317
O R 022125Z JAN 74
FM AMEMBASSY ACCRA
TO SECSTATE WASHDC IMMEDIATE 1844

C O N F I D E N T I A L SECTION 1 OF 2 ACCRA 0015

E.O. 11652: GDS
TAGS: EAID, GH
SUBJ: COCOA HARVEST

1. THE HARVEST HAS BEGUN AND THE
CONFIDENTIAL

CONFIDENTIAL

PAGE 02 ACCRA 00015 01 OF 02 022228Z

WAREHOUSES ARE FULL.
CONFIDENTIAL
"""
SECOND_SECTION = """
CONFIDENTIAL

PAGE 01 ACCRA 00015 02 OF 02 022240Z

63
ACTION ARA-01

INFO OCT-01 /002 W
            --------------------- 003320
O R 022125Z JAN 74
FM AMEMBASSY ACCRA
TO SECSTATE WASHDC IMMEDIATE 1845

C O N F I D E N T I A L SECTION 2 OF 2 ACCRA 0015

2. PRICES ROSE.
SAMPLE

CONFIDENTIAL

NNN
"""
REVIEW = "Declassified/Released US Department of State EO Systematic Review 30 JUN 2005"


def test_sections_are_joined_and_page_headers_leave_the_sentence_whole():
    document = parse_document(
        [page(ARCHIVE, head=REVIEW, foot=REVIEW), page(SECOND_SECTION, 2, head=REVIEW)]
    )
    cable = only(document)
    assert cable.mrn == "74 ACCRA 15"
    assert (cable.section_count, cable.sections_present) == (2, (1, 2))
    assert [p.text for p in cable.paragraphs] == [
        "THE HARVEST HAS BEGUN AND THE WAREHOUSES ARE FULL.",
        "PRICES ROSE.",
    ]
    assert [p.section_no for p in cable.paragraphs] == [1, 2]
    assert cable.signature == "SAMPLE"
    assert (cable.page_first, cable.page_last) == (1, 2)
    assert Layer.UNCLAIMED not in layers(document)


def test_a_missing_section_is_flagged():
    document = parse_document([page(ARCHIVE)])
    assert only(document).sections_present == (1,)
    assert "section.missing" in codes(document)


def test_the_attributes_are_read_but_never_chosen_over_the_print():
    attributes = """
Message Attributes
Draft Date: 03 JAN 1974
Document Number: 1974ACCRA00015
From: ACCRA
Original Classification: CONFIDENTIAL
Subject: COCOA HARVEST: A LATE ONE
TAGS: EAID, GH, US
"""
    document = parse_document([page(ARCHIVE), page(SECOND_SECTION, 2), page(attributes, 3)])
    cable = only(document)
    assert cable.tags == ("EAID", "GH")
    assert cable.dtg is not None and cable.dtg.day == 2
    disagreeing = {d.field for d in cable.defects if d.code.value == "readings.disagree"}
    assert disagreeing == {"dtg"}
    assert {r.block.value for r in cable.readings if r.is_chosen} <= {"telegram", "stamp"}
    assert layers(document)[-7:] == [Layer.ATTRIBUTES] * 7


def test_a_cable_whose_text_is_lost_is_known_by_its_attributes():
    attributes = """
Message Attributes
Draft Date: 03 JAN 1974
Document Number: 1974ACCRA00015
Locator: TEXT ON MICROFILM, ADS TEXT NOT CONVERTED
Original Classification: SECRET
"""
    document = parse_document([page(attributes)])
    assert (only(document).mrn, only(document).classification) == ("74 ACCRA 15", "SECRET")
    assert {"body.not_online", "body.missing"} <= codes(document)


CARD = """
UNCLASSIFIED

MRN:              94 ACCRA 259
Date/DTG:         Jan 31, 1994 / 310000Z Jan 94
From:             AMEMBASSY ACCRA
Action:           WASHDC, SECSTATE ROUTINE; LAGOS, AMCONSUL ROUTINE
E.O.:             Unknown
TAGS:             EAIR, GH, (SAMPLE, SAM)
Reference:        n/a
Subject:          PILOTS REPORT A BRIGHT CLOUD

R 310258Z JAN 94
FM AMEMBASSY ACCRA
TO SECSTATE WASHDC 2150

UNCLAS ACCRA 00259

E.O. 12356: N/A
TAGS: EAIR, GH
SUBJECT: PILOTS REPORT A BRIGHT CLOUD

1. THEY SAW IT.

SAMPLE

                   Released in Full
                   Sam Sample, Acting-Director
                   US Department of State
                   2/25/2026
"""


def test_card_and_telegram_are_both_read_and_the_telegram_is_chosen():
    document = parse_document([page(CARD, foot="UNCLASSIFIED       Page 1 of 1")])
    cable = only(document)
    assert cable.format is CableFormat.CARD_AND_TELEGRAM
    assert cable.dtg_raw == "310258Z JAN 94"
    assert cable.executive_order == "12356"
    chosen = {r.field: r.block.value for r in cable.readings if r.is_chosen}
    assert chosen["dtg"] == chosen["tags"] == "telegram"
    cards = {r.field: r.value for r in cable.readings if r.block.value == "card"}
    assert cards["dtg"] == "1994-01-31T00:00:00Z"
    assert cards["executive_order"] is None
    disagreeing = {d.field for d in cable.defects if d.code.value == "readings.disagree"}
    assert {"dtg", "dtg_raw", "addressees"} <= disagreeing
    assert document.release.review_authority == "SAM SAMPLE"
    assert str(document.release.reviewed_on) == "2026-02-25"
    assert cable.signature == "SAMPLE"


def test_a_redaction_stands_in_the_text_with_its_code():
    text = (
        HEADER
        + """
1. (C) The minister told                    that the bridge is safe.     B1
2. (C) All agreed.
"""
    )
    line = (
        text.strip("\n")
        .split("\n")
        .index("1. (C) The minister told                    that the bridge is safe.     B1")
    )
    withheld = Mark(kind=MarkKind.REDACTION, box=box(line, 25, 43))
    typed = page(text, marks=(withheld,))
    code = next(w for row in typed.lines for w in row.words if w.text == "B1")
    assert code.box.x0 > 0
    cable = only(parse_document([typed]))
    assert "[REDACTED" in cable.paragraphs[0].text
    assert cable.paragraphs[0].text.index("told") < cable.paragraphs[0].text.index("[REDACTED")
    assert cable.redactions[0].paragraph_position == 1


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("MEMORANDUM FOR THE FILES\n\nFROM: THE DESK\nSUBJECT: LUNCH", id="memo"),
        pytest.param("TO   : DIRECTOR\nFROM : FIELD OFFICE\n\n1. NOTHING NEW.", id="dispatch"),
        pytest.param("SECRET\n\nPAGE 2\n\nHe said nothing.", id="loose page"),
        pytest.param("", id="empty page"),
    ],
)
def test_what_is_no_cable_is_said_to_be_none(text):
    document = parse_document([page(text)])
    assert document.cables == ()
    assert document.status is DocumentStatus.NO_CABLE
    assert document.status_reason


LINES = st.sampled_from(
    [*HEADER.split("\n"), *ARCHIVE.split("\n"), *CARD.split("\n"), "RELEASED IN PART B1, B6"]
)
NOISE = st.text(st.characters(min_codepoint=32, max_codepoint=0x17F), max_size=60)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.one_of(LINES, NOISE), max_size=40), min_size=1, max_size=3))
def test_no_text_raises_and_every_line_is_in_one_layer(sheets):
    pages = [page("\n".join(lines), number) for number, lines in enumerate(sheets, 1)]
    document = parse_document(pages)
    printed = [(line.page_no, line.line_no) for sheet in pages for line in sheet.lines]
    assert [(line.page_no, line.line_no) for line in document.line_layers] == printed


def test_prose_that_speaks_of_a_release_stays_in_its_paragraph():
    text = HEADER + (
        "\n1. (SBU) THE OWNER WROTE TO THE PORT AND THE CLAIM WAS\n"
        "DENIED IN PART BECAUSE THE OWNER HAD LEFT THE TOWN.\n"
    )
    document = parse_document([page(text)])
    assert (
        only(document)
        .paragraphs[0]
        .text.endswith("THE CLAIM WAS DENIED IN PART BECAUSE THE OWNER HAD LEFT THE TOWN.")
    )
    assert document.release.release_decision is None


@pytest.mark.parametrize(
    ("stamp", "decision"),
    [
        pytest.param("RELEASE IN PART B6", "part", id="with a code"),
        pytest.param("RELEASED IN PART B1, 1.4(D), B6", "part", id="with codes"),
        pytest.param("RELEASE IN\nPART B6", "part", id="in two rows"),
        pytest.param("RELEASED IN\nFULL", "full", id="in two rows, full"),
        pytest.param("DENIED IN FULL", "denied", id="denied"),
        pytest.param("REIEASED IN FULL", "full", id="misread"),
    ],
)
def test_the_decision_stamp(stamp, decision):
    document = parse_document([page(HEADER + f"\n\n{stamp}\n\n" + "1. (SBU) ALL IS WELL.")])
    assert document.release.release_decision == decision
    assert only(document).paragraphs[0].text == "ALL IS WELL."
    assert Layer.UNCLAIMED not in layers(document)


@pytest.mark.parametrize(
    ("footer", "case_id", "number", "day"),
    [
        pytest.param(
            "Case No. F-2014-20439 Doc No. C05765911 Date: 08/31/2015",
            "F-2014-20439",
            "C05765911",
            "2015-08-31",
            id="as printed",
        ),
        pytest.param(
            "Case No, F-2014-2O439 Doc No. ©0576591I Date: O8/3I/2015",
            "F-2014-20439",
            "C05765911",
            "2015-08-31",
            id="misread",
        ),
    ],
)
def test_the_footer_of_the_2010s(footer, case_id, number, day):
    line = f"UNCLASSIFIED U.S. Department of State {footer}"
    release = parse_document([page(HEADER + "\n1. (SBU) ALL IS WELL.", foot=line)]).release
    assert (release.case_id, release.document_number) == (case_id, number)
    assert str(release.reviewed_on) == day


def test_a_long_heading_with_an_underline_opens_its_paragraph():
    text = HEADER + (
        "\nPROSPECTS FOR THE NEW BRIDGE AND FOR THE PORT IN MAY\n"
        "----------------------------------------------------\n"
        "1. (SBU) THE MAYOR SAID ON MONDAY THAT THE BRIDGE IS\nSAFE AND OPEN.\n"
    )
    paragraph = only(parse_document([page(text)])).paragraphs[0]
    assert (paragraph.number, paragraph.portion_marking) == (1, "SBU")
    assert paragraph.heading == "PROSPECTS FOR THE NEW BRIDGE AND FOR THE PORT IN MAY"


def test_a_wrapped_date_opens_no_paragraph():
    text = HEADER + (
        "\n1. (SBU) OF THE APPLICATIONS MOST HAD BEEN ANSWERED BY DECEMBER\n"
        "2. THE EMBASSY HAS NO FIGURES OF ITS OWN.\n"
    )
    paragraphs = only(parse_document([page(text)])).paragraphs
    assert [p.number for p in paragraphs] == [1]


def test_the_end_marker_belongs_to_the_cable_it_ends():
    first = HEADER + "\n1. (SBU) ONE.\n\nSAMPLE\nNNNN\n"
    second = HEADER.replace("000392", "000393") + "\n1. (SBU) TWO.\n\nSAMPLE\nNNNN\n"
    document = parse_document([page(first), page(second, 2)])
    assert [cable.mrn for cable in document.cables] == ["11 LIMA 392", "11 LIMA 393"]
    ends = [line.cable_no for line in document.line_layers if line.page_no == 1][-1:]
    assert ends == [1]


def test_a_stamp_read_with_doubt_is_listed_for_review():
    text = HEADER + "\n1. (SBU) ALL IS WELL.\n\nDATE/CASE ID: 11 JUL 2011 201103281\n"
    doubted = {
        confidence: {
            d.field
            for d in parse_document([page(text, confidence=confidence)]).defects
            if d.code.value == "field.low_confidence"
        }
        for confidence in (0.5, 0.95)
    }
    assert doubted == {0.5: {"reviewed_on", "case_id"}, 0.95: set()}


NOTE = (
    "The warehouses of the harbour are full of cocoa, and nobody has asked for a single bag yet. "
)


def test_a_text_is_known_by_its_sketch_without_what_reviewers_put_on():
    plain, released = (
        parse_document([page(f"A NOTE\n{NOTE}\n{NOTE.lower()[9:]}", head=head)])
        for head in ("", REVIEW)
    )
    assert plain.text_sketch and plain.text_sketch == released.text_sketch
    letter = "\n".join((ARCHIVE.rpartition("1.")[0], f"1. {NOTE}", NOTE[9:]))
    document = parse_document([page(letter)])
    assert document.text_sketch == () and only(document).text_sketch
