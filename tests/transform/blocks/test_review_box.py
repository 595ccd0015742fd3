"""The reviewers' classification box, in one row or a row a label."""

from __future__ import annotations

from datetime import date

import pytest

from tests.transform.pages import page
from transform.blocks.stamp import read_stamps
from transform.layers import RowKind, peel
from transform.rows import flatten

TEXT = "THE BRIDGE OVER THE RIVER IS OPEN TO ALL"
ROWS = "Classification: CONFIDENTIAL\nReason: 1.4(D)\nDeclassify on: 03/02/2027"


def read(text: str):
    typed = flatten([page(f"{text}\n\n{TEXT}")])
    kinds = peel(typed)
    return kinds, read_stamps(typed, kinds)


@pytest.mark.parametrize(
    ("text", "classification", "reasons", "until", "reviewed_on"),
    [
        pytest.param(
            "Classified by DAS, A/GIS, DoS on 08/31/2015 ~ Class: CONFIDENTIAL ~ Reason: 1.4(D) ~ "
            "Declassify on: 03/02/2027",
            "CONFIDENTIAL", ("1.4(D)",), date(2027, 3, 2), date(2015, 8, 31), id="one-row",
        ),
        pytest.param(
            "Classified by DAS, A/GIS, DoS on 08/31/2015 ~ Class: SECRET\n"
            "~ Reason: 1.4(B),1.4(D) ~ Declassify on: 03/02/2027",
            "SECRET", ("1.4(B)", "1.4(D)"), date(2027, 3, 2), date(2015, 8, 31), id="wrapped",
        ),
        pytest.param(ROWS, "CONFIDENTIAL", ("1.4(D)",), date(2027, 3, 2), None, id="row-a-label"),
    ],
)  # fmt: skip
def test_the_box_is_peeled_and_kept_as_data(text, classification, reasons, until, reviewed_on):
    kinds, block = read(text)
    assert set(kinds.values()) == {RowKind.REVIEW_BOX}
    assert block.marks.review_classification == classification
    assert (block.marks.review_reasons, block.marks.review_declassify_on) == (reasons, until)
    assert block.release.reviewed_on == reviewed_on


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Classified By: Jo Sample, DCM, for reasons 1.4 (b) and (d).", id="the-posts"),
        pytest.param("Classified by: Jo Sample\nReason: 1.4(d)", id="the-posts-in-two-rows"),
        pytest.param(f"{(TEXT + chr(10)) * 20}{ROWS}", id="below-the-head"),
    ],
)
def test_the_posts_own_block_stays(text):
    assert RowKind.REVIEW_BOX not in read(text)[0].values()
