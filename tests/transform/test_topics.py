"""The summary, the comment and the request for action, wherever a cable puts them."""

from __future__ import annotations

import pytest

from tests.transform.pages import rows
from transform.body import Body, read_body

CLOSE = "\nAND SO ON" * 8
"""Rows that show the step from line to line, below whatever a case is about."""


def body(text: str) -> Body:
    return read_body([rows(text + "\n\n(U) LAST." + CLOSE)], ())


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        pytest.param("1. SUMMARY: ALL IS WELL - END SUMMARY.", "ALL IS WELL", id="whole"),
        pytest.param("1. (C) BEGIN SUMMARY. ALL IS WELL.", "ALL IS WELL.", id="begin"),
        pytest.param("SUMMARY: ALL IS WELL.\n\n1. ONE.", "ALL IS WELL.", id="above-1"),
        pytest.param("1. ALL IS WELL - END SUMMARY.", "ALL IS WELL", id="end-without-beginning"),
        pytest.param("SUMMARY\n\n1. ALL IS WELL.", "ALL IS WELL.", id="heading"),
        pytest.param(
            "1. SUMMARY AND ACTION REQUEST: ALL IS WELL.", "ALL IS WELL.", id="and-action-request"
        ),
        pytest.param(
            "1. SUMMARY. ONE.\n\n2. TWO. END SUMMARY.\n\n3. THREE.",
            "ONE.\n\nTWO.",
            id="1979LAPAZ01225-two-paragraphs",
        ),
        pytest.param(
            "SUMMARY\n\n1. ONE.\n\n2. TWO.\n\nDETAIL\n\n3. THREE.",
            "ONE.\n\nTWO.",
            id="all-under-the-heading",
        ),
        pytest.param("1. (ENTIRE TEXT)\n\n2. SUMMARY: ONE.", "ONE.", id="behind-a-marking"),
        pytest.param("1. A SUMMARY IS DUE.", None, id="the-word-alone"),
    ],
)
def test_the_summary(text, summary):
    assert body(text).summary == summary


@pytest.mark.parametrize(
    ("text", "comment"),
    [
        pytest.param("1. ONE. COMMENT: WE DOUBT IT. END COMMENT.", "WE DOUBT IT.", id="inline"),
        pytest.param("1. COMMENT: WE DOUBT IT.", "WE DOUBT IT.", id="whole-paragraph"),
        pytest.param("1. ONE. (COMMENT: WE DOUBT IT. END COMMENT)", "WE DOUBT IT.", id="brackets"),
        pytest.param(
            "1. COMMENT: WE DOUBT IT.\n\n2. SO DO ALL. END COMMENT.\n\n3. THREE.",
            "WE DOUBT IT.\n\nSO DO ALL.",
            id="two-paragraphs",
        ),
        pytest.param(
            "1. COMMENT: ONE. END COMMENT.\n\n2. COMMENT: TWO. END COMMENT.",
            "ONE.\n\nTWO.",
            id="two-comments",
        ),
        pytest.param(
            "1. ONE.\n\nCOMMENT\n\n2. WE DOUBT IT.\n\nNEXT STEPS\n\n3. THREE.",
            "WE DOUBT IT.",
            id="heading",
        ),
        pytest.param("1. WE HAVE NO COMMENT ON IT.", None, id="the-word-alone"),
    ],
)
def test_the_comment(text, comment):
    assert body(text).comment == comment


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        pytest.param("1. ONE. ACTION REQUESTED: ADVISE.", "ADVISE.", id="1974LAPAZ00015-inline"),
        pytest.param("1. SUMMARY AND ACTION REQUEST: ADVISE.", "ADVISE.", id="with-the-summary"),
        pytest.param(
            "1. ONE.\n\nACTION REQUEST\n\n2. ADVISE.\n\nCOMMENT\n\n3. THREE.",
            "ADVISE.",
            id="heading",
        ),
        pytest.param("1. NO ACTION IS REQUESTED.", None, id="prose"),
    ],
)
def test_the_request_for_action(text, request_):
    assert body(text).action_request == request_
