"""The FM line: senders as printed, worn, and unknown."""

from __future__ import annotations

import pytest

from transform.defects import DefectCode
from transform.header.originator import parse_originator


@pytest.mark.parametrize(
    ("text", "sender"),
    [
        pytest.param("AMEMBASSY LA PAZ", "AMEMBASSY LA PAZ", id="as-printed"),
        pytest.param("SECSTATE WASHDC", "SECSTATE WASHDC", id="department"),
        pytest.param("AMEMB4S5Y QUIT0", "AMEMBASSY QUITO", id="worn"),
        pytest.param("AMEMBASSY LIM4", "AMEMBASSY LIMA", id="short-name"),
        pytest.param("ATE BASSY QUITO", "AMEMBASSY QUITO", id="torn"),
    ],
)
def test_senders(text, sender):
    result = parse_originator(text)
    assert result.value == sender
    assert result.rules == (() if text == sender else ("originator.nearest",))
    assert result.defects == ()


@pytest.mark.parametrize("text", ["AMEMBASSY NOWHERE", "ODDLY NAMED BUREAU"])
def test_a_sender_nobody_knows_is_kept_and_told(text):
    result = parse_originator(text)
    assert result.value == text
    assert [defect.code for defect in result.defects] == [DefectCode.ORIGINATOR_UNKNOWN]


def test_no_sender():
    assert [d.code for d in parse_originator("..").defects] == [DefectCode.ORIGINATOR_MISSING]
