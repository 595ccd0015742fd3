"""Where rows of running text end, and how broken lines are joined."""

from __future__ import annotations

import pytest

from tests.transform.pages import rows
from transform.running_text import (
    ends,
    has_end_stop,
    hyphenated_words,
    is_finished,
    join_rows,
    right_edge,
    strip_specks,
)

FULL = "THE MAYOR SAID THAT THE BRIDGE OVER THE RIVER WILL OPEN"


@pytest.mark.parametrize(
    ("lines", "known", "joined"),
    [
        pytest.param(["THE", "BRIDGE"], set(), "THE BRIDGE", id="blank"),
        pytest.param(["SECURI-", "TY MATTERS"], set(), "SECURITY MATTERS", id="hyphen-goes"),
        pytest.param(["IN BANG-", "KOK'S PORT"], set(), "IN BANGKOK'S PORT", id="with-apostrophe"),
        pytest.param(["A SELF-", "MADE MAN"], set(), "A SELF-MADE MAN", id="self"),
        pytest.param(["A NON-", "PAPER"], set(), "A NON-PAPER", id="non"),
        pytest.param(["LONG-", "TERM."], {"LONG-TERM"}, "LONG-TERM.", id="whole-elsewhere"),
        pytest.param(["A NOTE -", "SHORT"], set(), "A NOTE - SHORT", id="dash"),
        pytest.param(["IN 1974-", "75"], set(), "IN 1974- 75", id="numbers"),
        pytest.param(["MEXICO-", "75 MEN"], set(), "MEXICO- 75 MEN", id="before-a-number"),
        pytest.param([], set(), "", id="nothing"),
    ],
)
def test_lines_are_joined(lines, known, joined):
    assert join_rows(lines, frozenset(known)) == joined


def test_words_that_keep_their_hyphen_are_looked_up_in_the_text():
    found = hyphenated_words(rows('A "LONG-TERM" PLAN, LONG-\n-- TERM'))
    assert found == {"LONG-TERM"}


@pytest.mark.parametrize(
    ("text", "stop", "end"),
    [
        pytest.param("THE BRIDGE IS OPEN.", True, True, id="full-stop"),
        pytest.param('HE SAID "THE BRIDGE IS OPEN."', True, True, id="quoted"),
        pytest.param("(THE BRIDGE IS OPEN.)", True, True, id="in-brackets"),
        pytest.param("HE SAID THE FOLLOWING:", True, True, id="colon"),
        pytest.param("THE BRIDGE IS", False, False, id="goes-on"),
        pytest.param("POLITICAL MATTERS", False, True, id="two-words"),
    ],
)
def test_how_a_text_ends(text, stop, end):
    assert (has_end_stop(text), ends(text)) == (stop, end)


@pytest.mark.parametrize(
    ("text", "finished"),
    [
        pytest.param("THE MAYOR SAID THAT THE BRIDGE OVER THE RIVER WILL", False, id="full-row"),
        pytest.param("AND HE LEFT THE TOWN", True, id="room-left"),
    ],
)
def test_a_row_with_room_left_is_finished(text, finished):
    typed = rows(f"{FULL}\n{text}\n{FULL}")
    assert is_finished(typed[1], right_edge(typed)) is finished


def test_a_speck_in_the_margin_is_not_the_right_edge():
    typed = rows(f"{FULL}\n{FULL}\n{' ' * 90}.\n{FULL}")
    assert right_edge(typed) == typed[0].box.x1


def test_no_rows_have_no_right_edge():
    assert right_edge([]) == 0.0


@pytest.mark.parametrize("text", ["- SAMPLE .", "SAMPLE", "*SAMPLE'"])
def test_specks_at_the_ends_go(text):
    assert strip_specks(text) == "SAMPLE"
