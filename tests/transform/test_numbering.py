"""Which rows open a numbered paragraph, where a row alone does not tell."""

from __future__ import annotations

import pytest

from tests.transform.pages import rows
from transform.numbering import find_numbers
from transform.running_text import right_edge

FULL = "THE MAYOR SAID THAT THE BRIDGE OVER THE RIVER WILL OPEN"


def opened(*sheets: str) -> list[tuple[int, str]]:
    """Return number and text of each row that opens a paragraph."""
    found = rows(*sheets)
    numbers = find_numbers(found, right_edge(found))
    return [
        (numbers[row.index].number, numbers[row.index].marked.rest)
        for row in found
        if row.index in numbers
    ]


def numbers(*sheets: str) -> list[int]:
    return [number for number, _ in opened(*sheets)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            f"{FULL}.\n2. TWO IS OVER.\n3. THREE IS OVER.\n4. FOUR IS OVER.",
            [2, 3, 4],
            id="1974LAPAZ02004-no-number-1-no-white-space",
        ),
        pytest.param("6. SIX.\n\n7. SEVEN.\n\n8. EIGHT.", [6, 7, 8], id="section-2-alone"),
        pytest.param("1. ONE.\n\n4. FOUR.", [1, 4], id="two-lost"),
        pytest.param("1. ONE.\n\n12. TWELVE.", [1], id="too-many-lost"),
        pytest.param("9. NINE ALONE.", [], id="a-single-high-number"),
        pytest.param(
            "1. ONE:\n1. A RIVER.\n2. A ROAD.\n\n2. TWO.\n\n3. THREE.", [1, 2, 3], id="list"
        ),
        pytest.param("3:40 P.M. WE LEAVE.\n\n4:00 P.M. WE ARRIVE.", [], id="times"),
        pytest.param("1. ONE.\n\n2.8 MILLION WERE PAID.\n\n2. TWO.", [1, 2], id="a-sum"),
        pytest.param("30 DAYS LATER ALL WAS OVER.", [], id="a-count"),
        pytest.param(
            "1. ONE.\n2. QUOTE\n1. A.\n2. B.\n3. C. UNQUOTE\n3. THREE.\n4. FOUR.",
            [1, 2, 3, 4],
            id="numbers-of-a-quoted-text",
        ),
        pytest.param("1. (C) ONE.\n\n8. (C) TWO.\n\n3. (C) THREE.", [1, 2, 3], id="2-read-as-8"),
        pytest.param("1. (C) ONE.\n\nig. (C) TWO.", [1, 2], id="no-digit-left"),
        pytest.param("1. (SBU) ONE.\n\nJ2. (SBUy TWO.", [1, 2], id="letter-before-and-behind"),
        pytest.param("1. ONE.\n\n2..(SBU) TWO.", [1, 2], id="stop-doubled"),
        pytest.param("1. ONE.\n\nB. A LETTER.\n\n2. TWO.", [1, 2], id="an-item-with-a-letter"),
        pytest.param("l. ONE.\n\n2. TWO.", [1, 2], id="l-for-1"),
        pytest.param("1. ONE.\n\n¶2. TWO.", [1, 2], id="pilcrow"),
    ],
)
def test_the_chain_of_numbers(text, expected):
    assert numbers(text) == expected


def test_the_third_of_a_quoted_text_is_not_the_cables():
    text = "1. ONE.\n2. QUOTE\n1. A.\n2. B.\n3. C. UNQUOTE\n3. THREE.\n4. FOUR."
    assert (3, "THREE.") in opened(text)


def test_the_column_settles_what_is_otherwise_equal():
    text = "1. ONE.\n2. TWO.\n      3. AN ITEM.\n3. THREE."
    assert opened(text)[-1] == (3, "THREE.")


def test_a_number_on_the_next_page_is_believed():
    assert numbers("1. ONE.", "2. TWO.") == [1, 2]


def test_the_work_grows_with_the_rows_and_not_faster():
    many = "\n\n".join(f"{n}. ONE IS OVER." for n in range(1, 400))
    assert numbers(many) == list(range(1, 400))
