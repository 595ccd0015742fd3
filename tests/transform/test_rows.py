"""Printed lines as rows: white space between them, overprinted stamps, undecodable glyphs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extract.page import Box, Word
from tests.transform.pages import page, rows
from transform.rows import blank_between, flatten


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        pytest.param("THE BRIDGE\nIS OPEN", False, id="next line"),
        pytest.param("THE BRIDGE\n\nIS OPEN", True, id="one blank line"),
        pytest.param("THE BRIDGE\n\n\nIS OPEN", True, id="two blank lines"),
    ],
)
def test_white_space_is_told_from_the_usual_step(text, parted):
    above, below = rows(f"{text}\nA\nB\nC\nD\nE")[:2]
    assert blank_between(above, below) is parted


def test_a_page_break_says_nothing_of_white_space():
    above, below = rows("THE BRIDGE", "IS OPEN")
    assert blank_between(above, below) is None


def test_a_row_taken_out_in_between_says_nothing_of_white_space():
    above, _, below = rows("THE BRIDGE\nSECRET\nIS OPEN")
    assert blank_between(above, below) is None


def test_rows_count_through_the_document_and_keep_their_place():
    found = rows("A\nB", "C")
    assert [(r.index, r.page_no, r.line_no) for r in found] == [(0, 1, 1), (1, 1, 2), (2, 2, 1)]


@pytest.mark.parametrize(
    ("line", "text", "overprint"),
    [
        pytest.param(
            "FM AMEMBASSY LIMA       RELEASED IN FULL", "FM AMEMBASSY LIMA", "RELEASED IN FULL",
            id="stands off",
        ),
        pytest.param(
            "TAGS: PGOV      RELEASE IN PART", "TAGS: PGOV", "RELEASE IN PART", id="release, part"
        ),
        pytest.param("TAGS: PGOV      DENIED IN FULL", "TAGS: PGOV", "DENIED IN FULL", id="denied"),
        pytest.param(
            "THE FILM WAS RELEASED IN FULL", "THE FILM WAS RELEASED IN FULL", "", id="prose"
        ),
        pytest.param(
            "SHE WAS      RELEASED IN MAY", "SHE WAS RELEASED IN MAY", "", id="no decision"
        ),
        pytest.param("RELEASED IN FULL", "RELEASED IN FULL", "", id="a row of its own"),
        pytest.param("RELEASED IN PART      SIPDIS", "SIPDIS", "RELEASED IN PART", id="before it"),
        pytest.param(
            "FM LIMA      RELEASED IN PART      01", "FM LIMA 01", "RELEASED IN PART", id="amid it"
        ),
    ],
)  # fmt: skip
def test_a_stamp_beside_a_row_is_parted_from_it(line, text, overprint):
    (row,) = rows(line)
    assert (row.text, row.overprint) == (text, overprint)


def test_a_stamp_in_larger_type_is_parted_without_a_gap():
    typed = page("LIMA RELEASED IN FULL")
    line = typed.lines[0]
    large = tuple(
        replace(word, box=replace(word.box, bottom=word.box.bottom + 4)) if n else word
        for n, word in enumerate(line.words)
    )
    (row,) = flatten([replace(typed, lines=(replace(line, words=large),))])
    assert (row.text, row.overprint) == ("LIMA", "RELEASED IN FULL")


def test_a_stamp_in_larger_type_is_parted_from_among_the_rows_words():
    typed = page("RELEASED UNCLAS IN LIMA PART 000392")
    line = typed.lines[0]
    mixed = tuple(
        replace(word, box=replace(word.box, bottom=word.box.bottom + 4)) if n % 2 == 0 else word
        for n, word in enumerate(line.words)
    )
    (row,) = flatten([replace(typed, lines=(replace(line, words=mixed),))])
    assert (row.text, row.overprint) == ("UNCLAS LIMA 000392", "RELEASED IN PART")


def test_codes_in_the_right_margin_are_parted_from_the_row():
    (row,) = rows("THE MAYOR SAID".ljust(84) + "B1, 1.4(D)")
    assert row.text == "THE MAYOR SAID"
    assert [word.text for word in row.code_words] == ["B1,", "1.4(D)"]
    assert row.box.x1 == row.words[-1].box.x1


@pytest.mark.parametrize(
    ("word", "text"),
    [
        pytest.param("(cid:12)LIMA", "LIMA", id="glyph without a character"),
        pytest.param("LI\x07MA", "LI MA", id="control character"),
        pytest.param("\ufffdLIMA", "LIMA", id="replacement character"),
    ],
)
def test_undecodable_glyphs_leave_the_text(word, text):
    assert rows(word)[0].text == text


def test_specks_have_no_text():
    assert [row.has_text for row in rows("- .\n_ 4")] == [False, True]


@pytest.mark.parametrize(
    ("wide", "text"), [pytest.param(1.2, False, id="scratch"), pytest.param(2.0, True, id="digit")]
)
def test_a_row_thinner_than_a_character_has_no_text(wide, text):
    (row,) = rows("1")
    thin = replace(row, box=replace(row.box, x1=row.box.x0 + wide))
    assert thin.has_text is text


def test_the_weakest_word_leaves_specks_out():
    place = Box(x0=1, top=100, x1=9, bottom=109)
    words = [("LIMA", 0.9), ("~", 0.1), ("392", 0.6)]
    typed = page("LIMA")
    line = replace(
        typed.lines[0], words=tuple(Word(text=t, box=place, confidence=c) for t, c in words)
    )
    (row,) = flatten([replace(typed, lines=(line,))])
    assert row.weakest() == 0.6
    assert rows("LIMA")[0].weakest() is None
