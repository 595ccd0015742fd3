"""The blocks of one cable put together: where each value comes from when some are missing."""

from __future__ import annotations

import pytest

from tests.transform.pages import page
from transform.cable import Cable
from transform.parse import parse_document

CARD = (
    "MRN:      74 ACCRA 15\nDate/DTG: 022125Z Jan 74\nFrom:     AMEMBASSY ACCRA\n"
    "TAGS:     EAID, GH\nAction:   LAGOS, AMCONSUL ROUTINE\n\n"
)
TELEGRAM = (
    "O R 022125Z JAN 74\nFM AMEMBASSY ACCRA\nTO SECSTATE WASHDC 1844\n\nSECRET ACCRA 0015\n\n"
    "E.O. 11652: GDS\nTAGS: EAID, GH, US\nSUBJ: COCOA\nREF: LAGOS 12\n\n1. ONE TWO THREE.\nSAMPLE\n"
)
ATTRIBUTES = (
    "Message Attributes\nDocument Number: 1974ACCRA00015\nDraft Date: 03 JAN 1974\n"
    "Original Classification: SECRET\nTAGS: EAID\nSubject: COCOA\n"
)


def only(*sheets: str, confidence: float | None = None) -> Cable:
    pages = [page(text, n, confidence=confidence) for n, text in enumerate(sheets, 1)]
    (one,) = parse_document(pages).cables
    return one


@pytest.mark.parametrize(
    ("sheets", "mrn", "form"),
    [
        pytest.param([TELEGRAM], "74 ACCRA 15", "telegram", id="telegram"),
        pytest.param([CARD + TELEGRAM], "74 ACCRA 15", "card+telegram", id="both"),
        pytest.param([CARD + "1. ONE."], "74 ACCRA 15", "card", id="card"),
        pytest.param([ATTRIBUTES], "74 ACCRA 15", "telegram", id="attributes-alone"),
        pytest.param(
            [TELEGRAM.replace("O R 022125Z JAN 74\n", "")], None, "telegram", id="no-dtg-no-year"
        ),
        pytest.param(
            [CARD + TELEGRAM.replace("O R 022125Z JAN 74\n", "")], "74 ACCRA 15", "card+telegram",
            id="year-of-the-card",
        ),
        pytest.param(
            [TELEGRAM.replace("SECRET ACCRA 0015", "SECRET 0015")], "74 ACCRA 15", "telegram",
            id="post-of-fm",
        ),
    ],
)  # fmt: skip
def test_the_number_and_the_format(sheets, mrn, form):
    one = only(*sheets)
    assert (one.mrn, one.format.value) == (mrn, form)


@pytest.mark.parametrize(
    ("sheets", "tags"),
    [
        pytest.param([CARD + TELEGRAM], ("EAID", "GH", "US"), id="telegram-first"),
        pytest.param(
            [CARD + TELEGRAM.replace("TAGS: EAID, GH, US\n", "")], ("EAID", "GH"), id="card-next"
        ),
        pytest.param([ATTRIBUTES], ("EAID",), id="attributes-last"),
    ],
)
def test_the_tag_list_is_the_chosen_blocks(sheets, tags):
    one = only(*sheets)
    assert one.tags == tags
    assert tuple(tag.tag for tag in one.tag_list) == tags


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        pytest.param(CARD + TELEGRAM, ["SECSTATE WASHDC"], id="telegram-first"),
        pytest.param(CARD + "1. ONE.", ["AMCONSUL LAGOS"], id="card-alone"),
    ],
)
def test_the_addressees(text, addresses):
    assert [a.plain_language_address for a in only(text).addressees] == addresses


def test_a_reference_without_a_year_has_the_cables():
    assert [r.mrn for r in only(TELEGRAM).references] == ["74 LAGOS 12"]


def test_the_archives_day_is_a_reading_and_no_instant():
    one = only(ATTRIBUTES)
    assert one.dtg is None
    assert [r.value for r in one.readings if r.field == "dtg"] == ["1974-01-03"]


def test_counts_pages_and_signature():
    one = only(TELEGRAM)
    assert (one.paragraph_count, one.word_count, one.redaction_count) == (1, 4, 0)
    assert (one.page_first, one.page_last, one.signature) == (1, 1, "SAMPLE")


@pytest.mark.parametrize("confidence", [None, 0.8])
def test_the_confidence_is_that_of_the_bodys_rows(confidence):
    assert only(TELEGRAM, confidence=confidence).confidence == (
        None if confidence is None else pytest.approx(confidence)
    )


def test_one_reading_of_each_field_is_chosen():
    chosen = [r.field for r in only(CARD + TELEGRAM, ATTRIBUTES).readings if r.is_chosen]
    assert len(chosen) == len(set(chosen))
    assert {"mrn", "dtg", "tags", "subject", "signature"} <= set(chosen)


def test_the_century_is_the_orders():
    text = TELEGRAM.replace("JAN 74", "JAN 11").replace("11652: GDS", "13526: N/A")
    assert only(text).mrn == "11 ACCRA 15"
    assert only(text).year == 2011
