"""The CLASSIFIED BY statement: names, reasons, and both when torn or misread."""

from __future__ import annotations

import pytest

from transform.header.classified_by import (
    is_classified_by_line,
    is_numbered_classified_by,
    is_reason_line,
    parse_classified_by,
    parse_reasons,
)

BD = ("1.4(B)", "1.4(D)")


@pytest.mark.parametrize(
    ("text", "name", "reasons"),
    [
        pytest.param("Classified By: DCM Sam Sample for reasons 1.4 (b) and (d).", "DCM Sam Sample",
                     BD, id="for-reasons"),
        pytest.param("CLASSIFIED BY: SAM SAMPLE, DCM. REASON: 1.4(B),(D)", "SAM SAMPLE, DCM", BD,
                     id="handbook"),
        pytest.param("Classified By: A/S SAM SAMPLE, REASON 1.4 (B) AND (D)", "A/S SAM SAMPLE", BD,
                     id="A/S"),
        pytest.param("Classified By: Amb. Sam Sample. E.O 12958. Reasons 1.4 (B&D).",
                     "Amb. Sam Sample", BD, id="order-named"),
        pytest.param("Classified By: A/DCM S. Sample, reason para 1.4 (b)", "A/DCM S. Sample",
                     ("1.4(B)",), id="para"),
        pytest.param("Classified By: (U) Classified by DCM Sam Sample for reasons 1.4 b,d.",
                     "DCM Sam Sample", BD, id="said-twice"),
        pytest.param("Classified By: This message classified by DCM Sam Sample for 1.4 (b) and (d)",
                     "DCM Sam Sample", BD, id="this-message"),
        pytest.param("CLASSIFIED BY DCM SAM SAMPLE PER 1.5 (B) AND (D). ACTION REQUEST IN PARA 10.",
                     "DCM SAM SAMPLE", ("1.5(B)", "1.5(D)"), id="per"),
        pytest.param("CLASSIFIED BY DCM SAM SAMPLE - 1.5 B,D.", "DCM SAM SAMPLE",
                     ("1.5(B)", "1.5(D)"), id="dash"),
        pytest.param("1. (U) CLASSIFIED BY CDA SAM SAMPLE, REASON 1.5.D.", "CDA SAM SAMPLE",
                     ("1.5(D)",), id="paragraph-1"),
        pytest.param("1. CONFIDENTIAL - ENTIRE TEXT. CLASSIFIED BY: SAM SAMPLE, DCM. REASON: 1.5"
                     " (D) .", "SAM SAMPLE, DCM", ("1.5(D)",), id="entire-text"),
        pytest.param("CLASSIFIED BY SECTION 1.5 (B) AND (D).", None, ("1.5(B)", "1.5(D)"),
                     id="nobody"),
        pytest.param("DERIVED FROM: DOS CLASSIFICATION GUIDE, REASON 1.4(D)",
                     "DOS CLASSIFICATION GUIDE", ("1.4(D)",), id="derived"),
        pytest.param("Classified By: DCM Sam Sample", "DCM Sam Sample", (), id="no-reasons"),
        pytest.param("Classified By: DCM Sam Sample. Re asons 1.4 (b/d).", "DCM Sam Sample", BD,
                     id="torn-at-column"),
        pytest.param("Classified By: DCM Sam Sample f or reasons 1. 4 (b) a nd (d)",
                     "DCM Sam Sample", BD, id="torn-everywhere"),
    ],
)  # fmt: skip
def test_names_and_reasons(text, name, reasons):
    found = parse_classified_by(text).value
    assert found is not None
    assert (found.name, found.reasons) == (name, reasons)
    assert is_classified_by_line(text) or is_numbered_classified_by(text)


@pytest.mark.parametrize(
    "printed",
    ["1.4 /b/ and /d/", "1.4 {b) and {d)", "1.4 (8) and (d)", "l.4 (b) and (d)", "1,4 (b) and (d)",
     "1.4 (b) and (da)", "1.4 |b) and (d|"],
)  # fmt: skip
def test_misread_marks_are_repaired_and_told(printed):
    result = parse_reasons(f"Classified By: DCM Sam Sample, for reasons {printed}.")
    assert result.value == BD
    assert result.rules == ("classified_by.reason_marks",)
    assert result.confidence < 1.0


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        pytest.param("REASONS 1.4 (B) AND (D). A MEETING WAS HELD", BD, id="the-word-a"),
        pytest.param("1.4 (b)(d)", BD, id="brackets-only"),
        pytest.param("1.4 (b+d) and 1.5 (c)", (*BD, "1.5(C)"), id="two-sections"),
        pytest.param("11.4 BILLION", (), id="a-number"),
    ],
)
def test_what_is_a_reason(text, reasons):
    assert parse_reasons(text).value == reasons


@pytest.mark.parametrize(
    ("text", "expected"),
    [("REASONS: 1.5 (B) AND (D).", True), ("Reason E.O. 12958, 1.4 (b)", True),
     ("REASONS GIVEN WERE MANY", False)],
)  # fmt: skip
def test_reasons_on_a_row_of_their_own(text, expected):
    assert is_reason_line(text) is expected
