"""What one cable contradicts in itself, and what it lacks."""

from __future__ import annotations

import pytest

from tests.transform.pages import page
from transform.cable import Cable
from transform.parse import parse_document


def cable(**changed: str) -> Cable:
    parts = {
        "grid": "ACTION ARA-02\nINFO OCT-01 /003 W", "dash": "-----078229 022130Z /21",
        "dtg": "O R 022125Z JAN 78", "sender": "FM AMEMBASSY ACCRA",
        "to": "TO SECSTATE WASHDC 1844", "control": "C O N F I D E N T I A L ACCRA 0015",
        "tags": "TAGS: EAID, GH", "subject": "SUBJ: COCOA", "header": "PAGE 01 ACCRA 00015",
        "body": "1. (C) THE HARVEST HAS BEGUN.", **changed,
    }  # fmt: skip
    text = (
        "{header}\n{grid}\n{dash}\n{dtg}\n{sender}\n{to}\n\n{control}\n\nE.O. 11652: GDS\n"
        "{tags}\n{subject}\n\n{body}\nSAMPLE\n\nNNNN"
    ).format_map(parts)
    (one,) = parse_document([page(text)]).cables
    return one


def codes(one: Cable) -> set[str]:
    return {defect.code.value for defect in one.defects}


def test_a_sound_cable_contradicts_nothing():
    assert codes(cable()) == set()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        pytest.param({"tags": ""}, "tags.missing", id="no-tags"),
        pytest.param({"tags": "TAGS: EAID, GM"}, "tags.country_doubtful", id="worn-country"),
        pytest.param({"subject": ""}, "subject.missing", id="no-subject"),
        pytest.param({"to": ""}, "addressee.missing", id="no-addressee"),
        pytest.param({"control": "ACCRA 0015"}, "classification.missing", id="no-class"),
        pytest.param({"sender": ""}, "originator.missing", id="no-sender"),
        pytest.param(
            {"control": "CONFIDENTIAL SECTION 1 OF 3 ACCRA 0015"}, "section.missing", id="sections"
        ),
        pytest.param({"dash": "-----078229 022120Z /21"}, "filed.before_dtg", id="filed-before"),
        pytest.param({"control": "SECRET LIMA 0015"}, "control_line.post_mismatch", id="post"),
        pytest.param({"header": "PAGE 01 ACCRA 00016"}, "readings.disagree", id="page-header"),
        pytest.param(
            {"control": "UNCLAS ACCRA 0015"}, "classification.below_portion", id="unclas-with-C"
        ),
        pytest.param(
            {"body": "1. (S/NF) THE HARVEST"}, "classification.below_portion", id="C-with-S/NF"
        ),
        pytest.param({"grid": "ACTION ARA-02 /009 W"}, "distribution.sum_mismatch", id="grid-sum"),
    ],
)
def test_each_contradiction_is_told(changed, code):
    assert code in codes(cable(**changed))


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        pytest.param({"dash": "-----078229 030130Z /21"}, "filed.before_dtg", id="filed-next-day"),
        pytest.param(
            {"dtg": "O R 312355Z JAN 78", "dash": "-----078229 010005Z /21"}, "filed.before_dtg",
            id="filed-next-month",
        ),
        pytest.param({"header": "PAGE 01 ACCRA 015"}, "readings.disagree", id="zeros-differ"),
        pytest.param(
            {"control": "UNCLAS ACCRA 0015", "body": "1. (SBU) THE HARVEST"},
            "classification.below_portion", id="sbu-in-unclas",
        ),
        pytest.param(
            {"control": "SECRET ACCRA 0015", "body": "1. (C) ONE.\n2. (U) TWO."},
            "classification.below_portion", id="lower-marks",
        ),
    ],
)  # fmt: skip
def test_what_is_no_contradiction(changed, code):
    assert code not in codes(cable(**changed))
