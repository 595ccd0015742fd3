"""Which rows were printed over the cable: by their words and their place."""

from __future__ import annotations

import pytest

from tests.transform.pages import page, rows
from transform.layers import LAYER_OF, RowKind, peel
from transform.rows import flatten

PROSE = "THE MINISTER SPOKE OF THE NEW BRIDGE"


def kinds(text: str) -> list[RowKind | None]:
    typed = rows(text)
    found = peel(typed)
    return [found.get(row.index) for row in typed]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("RELEASED IN FULL", RowKind.DECISION, id="2011-full"),
        pytest.param("RELEASE IN PART B1, 1.4(D), B6", RowKind.DECISION, id="part-with-codes"),
        pytest.param("DENIED IN FULL", RowKind.DECISION, id="denied"),
        pytest.param("RELEA5ED 1N FULL", RowKind.DECISION, id="misread-decision"),
        pytest.param("REVIEW AUTHORITY: JOHN Q SAMPLE", RowKind.REVIEW_STAMP, id="authority"),
        pytest.param("REVIFW AUTHORlTY: JOHN Q SAMPLE", RowKind.REVIEW_STAMP, id="misread-label"),
        pytest.param("DATE/CASE ID: 11 JUL 2011 2011", RowKind.REVIEW_STAMP, id="date-case"),
        pytest.param("DATE/CASE lD: 11 JUL 2011 2011", RowKind.REVIEW_STAMP, id="lD"),
        pytest.param("UN1TED STATES DEPARTMENT 0F STATE", RowKind.REVIEW_STAMP, id="department"),
        pytest.param(
            "UNCLASSIFIED U.S. Department of State Case No. F-2014-20439 Doc No. C05760000 "
            "Date: 08/31/2015", RowKind.CASE_LINE, id="2010s-footer",
        ),
        pytest.param("M-2020-00123 A-00000001 SECRET 2/2/2026", RowKind.CASE_LINE, id="case-head"),
        pytest.param(
            "STATE DEPT. - PRODUCED TO HOUSE SELECT SAMPLE COMM.", RowKind.CASE_LINE, id="committee"
        ),
        pytest.param(
            "Declassified/Released US Department of State EO Systematic Review 30 JUN 2005",
            RowKind.REVIEW_LINE, id="review-line",
        ),
        pytest.param(
            "Jane R. Sample Declassified/Released US Department of State EO Systematic Review "
            "22 May 2009", RowKind.REVIEW_LINE, id="review-line-named",
        ),
        pytest.param(
            "Declassified/Released US Department of State EO Systematic", RowKind.REVIEW_LINE,
            id="review-line-broken",
        ),
        pytest.param("Review 30 JUN 2005", RowKind.REVIEW_LINE, id="review-line-second-half"),
        pytest.param("1979ACCRA00015 - CONFIDENTIAL", RowKind.EXPORT_TITLE, id="export-foot"),
        pytest.param("NOTE BY OC/T: GARBLED.", RowKind.MARKING, id="note-of-the-message-centre"),
        pytest.param("DECONTROLLED/UNCLASSIFIED", RowKind.BANNER, id="2011-banner"),
        pytest.param("DECONTR0LLED/UNCLASSIF1ED", RowKind.BANNER, id="misread-banner"),
        pytest.param("Page 1 of 3", RowKind.PAGE_NUMBER, id="page-number"),
        pytest.param("UNCLASSIFIED Page l of 3", RowKind.PAGE_NUMBER, id="beside-banner"),
        pytest.param("Message Text", RowKind.EXPORT_TITLE, id="export-title"),
        pytest.param("PAGE 02 ACCRA 00015 01 OF 02 022228Z", RowKind.PAGE_HEADER, id="section"),
        pytest.param("PAGE 01 LA PAZ 00015 022228Z", RowKind.PAGE_HEADER, id="two-word-post"),
        pytest.param("PAGE 01 TEGUCI 00259 310258Z", RowKind.PAGE_HEADER, id="six-letter-post"),
        pytest.param("PAGE O2 STATE 0l5113", RowKind.PAGE_HEADER, id="letters-for-digits"),
        pytest.param("NNNN", RowKind.END_MARKER, id="NNNN"),
        pytest.param("NNN", RowKind.END_MARKER, id="NNN"),
        pytest.param("NNNNMAFVVZCZ", RowKind.END_MARKER, id="NNNN-glued"),
        pytest.param("<< END OF DOCUMENT >>", RowKind.END_MARKER, id="end-of-document"),
        pytest.param("BT", RowKind.TEXT_MARK, id="BT"),
        pytest.param("CONFIDENTIAL", RowKind.MARKING, id="marking"),
        pytest.param("C O N F I D E N T I A L", RowKind.MARKING, id="spaced-marking"),
        pytest.param("CONFIDENTIAL POSS DUPE", RowKind.MARKING, id="possible-duplicate"),
    ],
)  # fmt: skip
def test_a_row_is_known_by_its_words(text, kind):
    assert kinds(f"{PROSE}\n{text}\n{PROSE}") == [None, kind, None]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("UNCLAS LIMA 000392", id="control-line"),
        pytest.param("C O N F I D E N T I A L SECTION 1 OF 2 ACCRA 0015", id="control-section"),
        pytest.param("THE UNCLASSIFIED PART OF THE PLAN", id="banner-word-in-prose"),
        pytest.param("SECRETARIAT", id="a-longer-word"),
        pytest.param("HIS PASSPORT WAS RELEASED IN FULL", id="released-prose"),
        pytest.param("PAGE 2 OF HIS LETTER", id="page-in-prose"),
        pytest.param("B6", id="code-not-in-the-margin"),
        pytest.param("43", id="number-without-page-header"),
    ],
)
def test_the_cables_own_text_stays(text):
    assert kinds(f"{PROSE}\n{text}\n{PROSE}") == [None] * 3


@pytest.mark.parametrize("word", ["UNCLASSIFIED", "SECRET", "LIMITED OFFICIAL USE"])
def test_a_class_word_is_a_banner_at_the_edge_and_a_marking_within(word):
    typed = flatten([page(f"{PROSE}\n{word}\n{PROSE}", head=word, foot=word)])
    found = peel(typed)
    assert [found.get(r.index) for r in typed if r.text == word] == [
        RowKind.BANNER, RowKind.MARKING, RowKind.BANNER,
    ]  # fmt: skip


@pytest.mark.parametrize("code", ["B1", "(b)(6)", "B7(C)", "1.4(D)", "I.4(8)", "25X1", "B1, B6"])
def test_a_code_in_the_right_margin_is_an_exemption(code):
    assert kinds(f"{PROSE}\n{' ' * 84}{code}\n{PROSE}") == [None, RowKind.EXEMPTION, None]


def test_a_handling_number_stands_under_a_page_header():
    assert kinds("PAGE 01 STATE 150591\n\n43\nORIGIN ARA-15")[1] is RowKind.HANDLING_NUMBER


@pytest.mark.parametrize(
    ("box", "stamp_rows"),
    [
        pytest.param("Sam Sample, Director\nUS Department of State\n2/25/2026", 3, id="whole-box"),
        pytest.param("Sam Sample\n2/25/2026\nTHE TEXT", 2, id="up-to-its-date"),
        pytest.param("THE TEXT GOES ON\nAND ON", 0, id="no-box"),
        pytest.param("\nSam Sample\n2/25/2026", 0, id="white-space-ends-it"),
    ],
)
def test_the_rows_under_a_decision_are_its_stamp(box, stamp_rows):
    found = kinds(f"Released in Full\n{box}\n\n{PROSE}\n{PROSE}\n{PROSE}\n{PROSE}")
    assert found.count(RowKind.REVIEW_STAMP) == stamp_rows


def test_everything_below_the_attributes_title_is_the_archives():
    text = "Message Attributes\nFrom: ACCRA\nMarkings: Declassified/Released in Systematic Review"
    assert kinds(f"{PROSE}\n{text}") == [None, *[RowKind.ATTRIBUTES] * 3]


def test_the_review_line_at_the_edge_of_an_attributes_page_is_the_release_layers():
    line = "Declassified/Released US Department of State EO Systematic Review 30 JUN 2005"
    typed = flatten([page("Message Attributes\nFrom: ACCRA", foot=line)])
    assert peel(typed)[2] is RowKind.REVIEW_LINE


def test_every_kind_has_a_layer():
    assert set(LAYER_OF) == set(RowKind)
