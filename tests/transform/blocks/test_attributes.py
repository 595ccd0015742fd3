"""The archive's catalogue pages: keys, wrapped values, fillers."""

from __future__ import annotations

from datetime import date

import pytest

from tests.transform.pages import rows
from transform.blocks.attributes import read_attributes, read_entries, text_is_online

TITLE = "Message Attributes\n"


def entries(text: str) -> dict[str, str]:
    return {key: value for key, (_, value) in read_entries(rows(TITLE + text)).items()}


def readings(text: str) -> dict[str, object]:
    return {one.field: one.value for one in read_attributes(rows(TITLE + text))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("From: ACCRA", {"From": "ACCRA"}, id="plain"),
        pytest.param("Concepts: COCOA,\nHARVESTS", {"Concepts": "COCOA, HARVESTS"}, id="wrapped"),
        pytest.param(
            "Subject: COCOA: THE YEAR\nAHEAD: A GUESS",
            {"Subject": "COCOA: THE YEAR AHEAD: A GUESS"}, id="colons-in-a-wrapped-subject",
        ),
        pytest.param("Copy: SINGLE\nTo: STATE", {"Copy": "SINGLE", "To": "STATE"}, id="two-keys"),
        pytest.param("Subject:\nRAIN", {"Subject": "RAIN"}, id="value-on-the-next-row"),
        pytest.param(
            "Review Release Date: 1\nReview Date: 2",
            {"Review Release Date": "1", "Review Date": "2"},
            id="keys-that-share-words",
        ),
    ],
)  # fmt: skip
def test_entries(text, expected):
    assert entries(text) == expected


def test_an_entry_knows_its_rows():
    held, _ = read_entries(rows(f"{TITLE}Subject: COCOA\nHARVEST\nFrom: ACCRA"))["Subject"]
    assert [row.line_no for row in held] == [2, 3]


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        pytest.param("Document Number: 1974ACCRA00015", "mrn", "74 ACCRA 15", id="mrn"),
        pytest.param("Document Number: 1974ACCRA00015", "serial", 15, id="serial"),
        pytest.param("Draft Date: 03 JAN 1974", "dtg", date(1974, 1, 3), id="draft-date"),
        pytest.param("Sent Date: 24-Jun-1977", "dtg", date(1977, 6, 24), id="1977-sent-date"),
        pytest.param("Draft Date: 01 JAN 1960", "dtg", None, id="filler-1960"),
        pytest.param("Draft Date: 01 JAN 1994", "dtg", None, id="filler-1994"),
        pytest.param("From: ACCRA", "post", "ACCRA", id="from"),
        pytest.param("Original Classification: SECRET", "classification", "SECRET", id="class"),
        pytest.param("TAGS: EAID, GH, (SAMPLE, SAM)", "tags", ("EAID", "GH"), id="person-left-out"),
        pytest.param("TAGS: n/a", "tags", None, id="nothing"),
        pytest.param("Executive Order: GS", "declassify_raw", "GS", id="short-code"),
        pytest.param("Current Classification: SECRET", "classification", None, id="current"),
        pytest.param(
            "Document Number: 1974ACCRA00015\nReference: LAGOS 12", "references", ("74 LAGOS 12",),
            id="reference-year-implied",
        ),
    ],
)  # fmt: skip
def test_fields(text, field, value):
    assert readings(text).get(field) == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Locator: TEXT ON-LINE", True, id="online"),
        pytest.param("Locator: TEXT ON-LINE, ON MICROFILM", True, id="both"),
        pytest.param("Locator: TEXT ON MICROFILM,\nADS TEXT NOT CONVERTED", False, id="microfilm"),
        pytest.param("From: ACCRA", True, id="silent"),
    ],
)
def test_whether_the_archive_holds_the_text(text, expected):
    assert text_is_online(rows(TITLE + text)) is expected
