"""Mails' heads told from memoranda and cards."""

from __future__ import annotations

import pytest

from tests.transform.pages import rows
from transform.blocks.email import find_mail_heads, find_mail_text

HEAD = "From: Odo Samplewick\nSent: Tuesday, March 9, 2010 8:12 AM\nTo: Mira\nSubject: FW: Hooks"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param(HEAD, 4, id="from-sent-to-subject"),
        pytest.param(
            HEAD.replace("To: Mira", "To: Mira; Nell;\nGreta; Odo\nCc: Ines"), 6, id="wrap"
        ),
        pytest.param(
            "From: Odo <odo@mail.invalid>\nDate: March 9, 2010\nTo: Mira", 3, id="date-and-address"
        ),
        pytest.param("----- Original Message -----\n" + HEAD, 5, id="rule-above"),
        pytest.param("On Mar 9, 2010, at 8:12 AM, Odo wrote:", 1, id="wrote"),
        pytest.param("FROM: EUR - Odo\nDATE: March 9\nTO: Mira\nSUBJECT: Hooks", 0, id="memo"),
        pytest.param("From: LIMA\nAction: SECSTATE\nSubject: Hooks", 0, id="card"),
        pytest.param("From: the start we\nhad doubts.", 0, id="prose"),
    ],
)
def test_mail_heads(text, count):
    typed = rows(text)
    assert len(find_mail_heads(typed, {})) == count


def test_all_between_a_head_and_the_cable_is_the_mails():
    typed = rows(HEAD + "\nSee below.\nFM AMEMBASSY LIMA")
    kinds = find_mail_heads(typed, {})
    assert list(find_mail_text(typed, kinds, 5)) == [4]
    assert find_mail_text(typed, {}, 5) == {}
