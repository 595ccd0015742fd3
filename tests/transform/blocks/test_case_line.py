"""Footers and heads of released pages: whole, damaged, over several rows; committee lines."""

from __future__ import annotations

from datetime import date

import pytest

from tests.transform.pages import page, rows
from transform.blocks.stamp import read_stamps
from transform.layers import RowKind, peel
from transform.rows import flatten

TEXT = "THE BRIDGE OVER THE RIVER IS OPEN TO ALL"
FOOTER = (
    "UNCLASSIFIED U.S. Department of State Case No. F-2014-20001 Doc No. C05760000 Date: 08/31/2015"
)


def release_of(head: str, foot: str = ""):
    typed = flatten([page(TEXT, head=head, foot=foot)])
    return read_stamps(typed, peel(typed)).release


@pytest.mark.parametrize(
    ("line", "case", "document", "day"),
    [
        pytest.param(FOOTER, "F-2014-20001", "C05760000", date(2015, 8, 31), id="2010s"),
        pytest.param(
            FOOTER.replace("C0576", "00576"), "F-2014-20001", "C05760000", date(2015, 8, 31),
            id="0-for-C",
        ),
        pytest.param(
            FOOTER.replace("C0576", "(0576"), "F-2014-20001", "C05760000", date(2015, 8, 31),
            id="bracket-for-C",
        ),
        pytest.param(
            FOOTER.replace("No.", "N0,").replace("Doc", "Duc"), "F-2014-20001", "C05760000",
            date(2015, 8, 31), id="damaged-labels",
        ),
        pytest.param(
            'FL-2023-00099 A-00000560000 "UNCLASSIFIED" 3/28/2024', "FL-2023-00099",
            "A-00000560000", date(2024, 3, 28), id="litigation",
        ),
        pytest.param(
            "M-2020-00123 A-00000001 SECRET 2/2/2026", "M-2020-00123", "A-00000001",
            date(2026, 2, 2), id="2020s",
        ),
        pytest.param("[3/28/2024]", None, None, date(2024, 3, 28), id="date-box"),
        pytest.param("C05760000", None, "C05760000", None, id="number-alone"),
        pytest.param("Date: 08/31/2015", None, None, date(2015, 8, 31), id="date-alone"),
    ],
)  # fmt: skip
def test_numbers_at_the_edge(line, case, document, day):
    release = release_of(line)
    assert (release.case_id, release.document_number) == (case, document)
    assert release.reviewed_on == day


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(
            "UNCLASSIFIED U.S. Department of State\nCase No. F-2014-20001 Doc No. C05760000\n"
            "Date: 08/31/2015", id="three-rows",
        ),
        pytest.param(
            "U.S. Department of State   Case No. F-2014-20001\nDoc No. C05760000 Date: 08/31/2015",
            id="two-rows",
        ),
        pytest.param("Case No. F-2014-20001\nC05760000\n08/31/2015", id="columns"),
    ],
)  # fmt: skip
def test_a_footer_in_pieces_is_read_as_one(lines):
    sheet = page(TEXT)
    pieces = [page(TEXT, foot=line).lines[-1] for line in lines.split("\n")]
    numbered = tuple(
        type(piece)(page_no=1, line_no=n, words=piece.words) for n, piece in enumerate(pieces, 2)
    )
    typed = flatten([type(sheet)(**{**_plain(sheet), "lines": (*sheet.lines, *numbered)})])
    kinds = peel(typed)
    release = read_stamps(typed, kinds).release
    assert set(kinds.values()) == {RowKind.CASE_LINE}
    assert (release.case_id, release.document_number) == ("F-2014-20001", "C05760000")
    assert release.reviewed_on == date(2015, 8, 31)


def _plain(sheet):
    return {name: getattr(sheet, name) for name in sheet.__slots__}


@pytest.mark.parametrize(
    "line",
    [
        "STATE DEPT. - PRODUCED TO HOUSE SELECT SAMPLE COMM.",
        "SUBJECT TO AGREEMENT ON SENSITIVE INFORMATION & REDACTIONS. NO FOIA WAIVER.",
        "U.S. Department of State SUBJECT TO AGREEMENT ON SENSITIVE INFORMATION & REDACTIONS.",
        "INFORMATION & REDACTIONS. NO FOIA WAIVER.",
        "NO FOIA WAIVER.",
    ],
)
def test_committee_lines_are_the_release_layers_wherever_they_stand(line):
    assert list(peel(rows(f"{TEXT}\n{line}\n{TEXT}")).values()) == [RowKind.CASE_LINE]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        pytest.param("UNCLASSIFIED US Deparmertf of Slate Case Na", RowKind.CASE_LINE, id="1"),
        pytest.param("STATE DEPT - PR0DUCED T0 HOUSE SELFCT SAMPLE", RowKind.CASE_LINE, id="2"),
        pytest.param(
            "Declasslfied/Reieased US Department of State EO Systemat1c Rev1ew",
            RowKind.REVIEW_LINE, id="3",
        ),
        pytest.param("SENSITIVE BUT UNCLASSIFIED", RowKind.BANNER, id="sbu"),
        pytest.param("DECLASSIFIED", RowKind.BANNER, id="declassified"),
        pytest.param("UNCLASSIFIED", RowKind.BANNER, id="unclassified"),
        pytest.param("A-00000_3365", RowKind.PAGE_NUMBER, id="litigation-page"),
        pytest.param("STATE-ABC0012345", RowKind.PAGE_NUMBER, id="committee-page"),
        pytest.param("THE DEPARTMENT OF TRADE WILL SEE THE CASE", None, id="prose"),
    ],
)  # fmt: skip
def test_rows_known_at_the_edge_although_misread(line, kind):
    typed = flatten([page(TEXT, foot=line)])
    assert peel(typed).get(1) is kind


@pytest.mark.parametrize("line", ["DATE: 08/31/2015", "C05760000"])
def test_the_same_rows_within_the_page_are_the_texts(line):
    assert peel(rows(f"{TEXT}\n{line}\n{TEXT}")) == {}
