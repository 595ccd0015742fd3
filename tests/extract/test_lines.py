from __future__ import annotations

import random

from extract.lines import read_lines
from extract.page import Box, Mark, MarkKind
from extract.words import fixed_pitch, join_cut_words, measure
from tests.extract.making import row, word


def _texts(words, marks=()) -> list[str]:
    shuffled = list(words)
    random.Random(1).shuffle(shuffled)
    return [line.text for line in read_lines(shuffled, marks, 1)]


PROSE = [
    *row("1. (U) THIS INVENTED TEXT FILLS THE WHOLE WIDTH OF THE PAGE", foot=300),
    *row("SO THAT THE EDGE OF THE TEXT IS WELL KNOWN TO THE READER OF", foot=312),
    *row("IT AND NOTHING STANDS RIGHT OF IT BUT WHAT A REVIEWER PUTS", foot=324),
    *row("THERE WITH A STAMP OR BY HAND IN THE COLUMN LEFT FREE FOR", foot=336),
]


def test_words_in_any_order_become_lines_from_the_top():
    words = [*row("FM AMEMBASSY SAMPLETOWN", foot=120), *row("R 010203Z JAN 11", foot=108)]
    assert _texts(words) == ["R 010203Z JAN 11", "FM AMEMBASSY SAMPLETOWN"]


def test_an_office_grid_row_is_one_line_however_wide_its_gaps():
    words = [*row("INFO  PM-00    CA-00    BBG-00         DOHS-00  /012W", foot=100), *PROSE]
    assert _texts(words)[0] == "INFO PM-00 CA-00 BBG-00 DOHS-00 /012W"


def test_a_speck_over_one_office_does_not_part_the_grid_row():
    left = row("INFO  PM-00    CA-00", foot=100)
    right = row("DOHS-00    SP-00", x0=320, foot=100)
    speck = word("DRL-00", 250, 100, size=10.0)
    assert _texts([*left, speck, *right, *PROSE])[0] == "INFO PM-00 CA-00 DRL-00 DOHS-00 SP-00"
    # Two words of larger type are no speck.
    stamp = [speck, word("FULL", 300, 100, size=10.0)]
    assert "DRL-00 FULL" in _texts([*left, *stamp, *PROSE])


def test_a_card_row_is_one_line():
    assert _texts(row("MRN:                    94 SAMPLETOWN 259")) == ["MRN: 94 SAMPLETOWN 259"]


def test_a_line_that_climbs_stays_one_line():
    words = [word("WORD", 72 + 40 * n, 100 - 0.8 * n) for n in range(12)]
    assert _texts(words) == [" ".join(["WORD"] * 12)]


def test_words_whose_letters_broke_up_do_not_part_a_row():
    """What is left of a faint letter is lower than the letter and stands anywhere in its height."""
    words = [
        *row("SOME 34 FIRMS HAVE ASKED FOR A", foot=100),
        word("LONGER", 300, 97.9, size=3.1),
        word("TRIAL", 350, 98, size=4.7),
        word("PERIOD", 396, 98.1, size=6.1),
    ]
    assert _texts(words) == ["SOME 34 FIRMS HAVE ASKED FOR A LONGER TRIAL PERIOD"]


def test_margin_codes_are_lines_of_their_own():
    words = [*PROSE, word("1.4(B)", 540, 312), word("B7(C)", 540.5, 336)]
    texts = _texts(words)
    assert "1.4(B)" in texts and "B7(C)" in texts
    assert sum(text.startswith(("SO THAT", "THERE WITH")) for text in texts) == 2


def test_a_margin_code_near_a_long_line_follows_its_column():
    near = 72 + 7.2 * len("SO THAT THE EDGE OF THE TEXT IS WELL KNOWN TO THE READER OF") + 7
    words = [*PROSE, word("B1", near, 312), word("B5", near, 336)]
    assert {"B1", "B5"} <= set(_texts(words))


def test_the_last_word_of_the_longest_line_is_no_margin_code():
    words = [
        *PROSE,
        *row("AND THIS ONE LINE IS LONGER THAN ALL THE OTHERS OF THE PAGE BY IT", foot=348),
    ]
    assert len(_texts(words)) == 5


def test_a_stamp_beside_a_header_line_is_another_line():
    words = [
        *row("UNCLAS SAMPLETOWN 000123", foot=100),
        *row("RELEASED IN FULL", x0=330, foot=98, size=11, pitch=8),
    ]
    assert _texts(words) == ["RELEASED IN FULL", "UNCLAS SAMPLETOWN 000123"]


def test_small_type_on_the_same_foot_is_another_line():
    words = [
        *row("SIPDIS ABCDEF", foot=100),
        *row("REVIEW AUTHORITY: SAMPLE", x0=400, foot=100, size=5.8, pitch=4),
    ]
    assert sorted(_texts(words)) == ["REVIEW AUTHORITY: SAMPLE", "SIPDIS ABCDEF"]


def test_a_stamp_printed_over_a_line_takes_no_word_of_it():
    words = [
        *row("UNCLAS SAMPLETOWN 000123", foot=100),
        *row("RELEASED IN FULL", x0=200, foot=94, size=11, pitch=8),
    ]
    assert _texts(words) == ["RELEASED IN FULL", "UNCLAS SAMPLETOWN 000123"]


def test_words_in_a_frame_are_kept_together():
    frame = Mark(kind=MarkKind.FRAME, box=Box(x0=320, top=85, x1=520, bottom=130))
    words = [
        *row("FIRST LINE OF TEXT", foot=100),
        *row("SECOND LINE OF TEXT", foot=112),
        *row("STAMP ONE", x0=330, foot=100),
        *row("STAMP TWO", x0=330, foot=112),
    ]
    texts = _texts(words, [frame])
    assert texts.index("STAMP TWO") == texts.index("STAMP ONE") + 1
    assert set(texts) == {"FIRST LINE OF TEXT", "SECOND LINE OF TEXT", "STAMP ONE", "STAMP TWO"}


def test_every_word_is_in_exactly_one_line():
    rng = random.Random(7)
    words = [
        word(
            "".join(rng.choices("ABC-/.,01", k=rng.randint(1, 9))),
            rng.uniform(0, 600),
            rng.uniform(20, 780),
            rng.uniform(3, 14),
            confidence=rng.random(),
        )
        for _ in range(300)
    ]
    lines = read_lines(words, [], 1)
    letters = sorted("".join(w.text for line in lines for w in line.words))
    assert letters == sorted("".join(w.text for w in words))
    assert [line.line_no for line in lines] == list(range(1, len(lines) + 1))


def test_no_words_no_lines():
    assert read_lines([], [], 1) == ()


def test_grid_entries_cut_at_the_hyphen_are_joined():
    cut = [
        word("LOG", 130, 100),
        word("-00", 130 + 3 * 7.2 + 0.6, 100),
        *row("AF-01 EUR-00", x0=190),
    ]
    rows = [*(row("TEXT OF ONE PITCH ALL ALONG", foot=f) for f in (200, 212, 224, 236)), cut]
    pitch = fixed_pitch(rows)
    assert pitch is not None and abs(pitch - 7.2) < 0.01
    assert [w.text for w in join_cut_words(cut, pitch, 6.0)] == ["LOG-00", "AF-01", "EUR-00"]


def test_a_hyphen_with_blanks_around_it_stays_alone():
    rows = [row("TEXT OF ONE PITCH - ALL ALONG", foot=f) for f in (200, 212, 224, 236)]
    assert [w.text for w in join_cut_words(rows[0], fixed_pitch(rows), 6.0)][4] == "-"


def test_proportional_type_has_no_pitch():
    rng = random.Random(3)
    rows = []
    for foot in range(100, 400, 12):
        x, line = 72.0, []
        for _ in range(9):
            line.append(word("W" * rng.randint(2, 9), x, foot, pitch=rng.uniform(4, 7)))
            x = line[-1].box.x1 + 2.8
        rows.append(line)
    assert fixed_pitch(rows) is None


def test_size_and_foot_of_type():
    plain, hanging = word("LINE", 10, 100, size=8), word("SMALL", 10, 100, size=8)
    assert measure(plain).size == 8 and measure(plain).baseline == 100
    assert measure(word(".", 10, 100)).size is None
    assert measure(word("(B)", 10, 100)).size is None
    assert measure(hanging).baseline == 100
