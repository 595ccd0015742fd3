"""Portion markings: as printed, as scans print them, and what only looks like one."""

from __future__ import annotations

import pytest

from transform.portion import Marked, portion_of


@pytest.mark.parametrize(
    ("text", "marking", "rest"),
    [
        pytest.param("(C) ONE", "C", "ONE", id="bare"),
        pytest.param("( SBU ) ONE", "SBU", "ONE", id="blanks"),
        pytest.param("[U] ONE", "U", "ONE", id="square"),
        pytest.param("(S/NF) ONE", "S/NF", "ONE", id="with-a-caption"),
        pytest.param("(C- ENTIRE TEXT)", "C", "ENTIRE TEXT", id="entire"),
        pytest.param("C - ENTIRE TEXT.", "C", "ENTIRE TEXT", id="entire-no-brackets"),
        pytest.param("CONFIDENTIAL - ENTIRE TEXT.", "C", "ENTIRE TEXT", id="entire-in-words"),
        pytest.param("(CONFIDFNTIAL ENTIRE TEXT.)", "C", "ENTIRE TEXT", id="1979LAPAZ06049"),
        pytest.param("(LIMITED OFFICIAL USE - ENTIRE TEXT)", "LOU", "ENTIRE TEXT", id="entire-lou"),
        pytest.param("/S/ ONE", "S", "ONE", id="strokes"),
        pytest.param("((S) ONE", "S", "ONE", id="doubled"),
        pytest.param("{C} ONE", "C", "ONE", id="braces"),
        pytest.param("/8/ ONE", "S", "ONE", id="8-for-S"),
        pytest.param("(Seu) ONE", "SBU", "ONE", id="one-letter-of-three"),
        pytest.param("(L0U) ONE", "LOU", "ONE", id="0-for-O"),
        pytest.param("(3BU) ONE", "SBU", "ONE", id="3-for-S"),
        pytest.param("(S3BU) ONE", "SBU", "ONE", id="one-sign-more"),
        pytest.param("(\u20ac) ONE", "C", "ONE", id="struck-C"),
        pytest.param("'(SBU) ONE", "SBU", "ONE", id="rest-of-a-strike"),
        pytest.param(":{(C) ONE", "C", "ONE", id="more-of-it"),
        pytest.param("(SBUy ONE", "SBU", "ONE", id="bracket-read-as-a-letter"),
        pytest.param("(SBu; ONE", "SBU", "ONE", id="bracket-read-as-a-sign"),
        pytest.param("(LOU ONE", "LOU", "ONE", id="bracket-lost"),
        pytest.param("\u00a2S6U) ONE", "SBU", "ONE", id="bracket-read-as-cent"),
        pytest.param("(LOUD PROTESTS) ONE", None, "(LOUD PROTESTS) ONE", id="longer-word"),
        pytest.param("(LOW TIDE", None, "(LOW TIDE", id="near-word-unclosed"),
        pytest.param("(NGO) ONE", None, "(NGO) ONE", id="another-word"),
        pytest.param("(B) ONE", None, "(B) ONE", id="an-item"),
        pytest.param("(2) ONE", None, "(2) ONE", id="a-number"),
        pytest.param("ENTIRE TEXT FOLLOWS", None, "ENTIRE TEXT FOLLOWS", id="prose"),
    ],
)
def test_behind_a_number(text, marking, rest):
    found = portion_of(text, is_numbered=True)
    assert (found.marking, found.rest) == (marking, rest)


@pytest.mark.parametrize("text", ["/S/ ONE", "(Seu) ONE", "C - ENTIRE TEXT", "{C} ONE"])
def test_damage_is_believed_behind_a_number_only(text):
    assert portion_of(text, is_numbered=False) == Marked(marking=None, rest=text)


def test_a_repair_is_told():
    assert portion_of("/S/ ONE", is_numbered=True).is_repaired
    assert not portion_of("(S) ONE", is_numbered=True).is_repaired
