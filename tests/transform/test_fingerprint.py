"""A sketch knows a text again when it is damaged, withheld in part, or printed otherwise."""

from __future__ import annotations

import random
import re

import pytest

from transform.fingerprint import SKETCH_SIZE, text_sketch

SYLLABLES = (
    *("har", "bor", "tim", "ber", "qua", "min", "cou", "fer", "lig", "tan"),
    *("ven", "cus", "por", "gra", "win", "dam", "lor", "sep", "nak", "oth"),
)


def prose(seed: int, length: int = 400) -> str:
    """Words that mean nothing, in an order no other seed gives."""
    chosen = random.Random(seed)
    return " ".join(chosen.choice(SYLLABLES) + chosen.choice(SYLLABLES) for _ in range(length))


def damaged(text: str, share: float) -> str:
    """A share of the characters put out by others."""
    chosen = random.Random(5)
    return "".join(chosen.choice("aeiou .,") if chosen.random() < share else c for c in text)


def similarity(one: str, other: str) -> float:
    """The share `near_texts` counts, in Python."""
    first, second = set(text_sketch(one)), set(text_sketch(other))
    lowest = sorted(first | second)[:SKETCH_SIZE]
    return sum(shingle in first & second for shingle in lowest) / len(lowest)


def test_a_sketch_is_the_same_on_every_machine():
    sketch = text_sketch(prose(1))
    assert sketch[:3] == (5916394, 7944199, 8717530)
    assert list(sketch) == sorted(set(sketch))
    assert all(0 <= shingle < 2**31 for shingle in sketch)


def test_a_sketch_is_of_limited_size():
    assert len(text_sketch(prose(1))) == SKETCH_SIZE


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("1. Concur. Please advise.", id="short"),
        pytest.param("[REDACTED B1] " * 50, id="withheld"),
        pytest.param("a b c d e f g h i j k l m n o p q r s t u v w x y z", id="specks"),
        pytest.param("\ud800 \x00 \uffff", id="no-text"),
    ],
)
def test_what_is_too_short_has_no_sketch(text: str):
    assert text_sketch(text) == ()


@pytest.mark.parametrize(
    ("other", "least"),
    [
        pytest.param(prose(1).upper().replace(" ", "\n"), 1.0, id="case-and-line-breaks"),
        pytest.param(prose(1).replace("o", "0").replace("l", "1"), 1.0, id="look-alikes"),
        pytest.param(prose(1).replace(" har", " ha r"), 0.8, id="split-words"),
        pytest.param(re.sub(r"\bqua\w+", "[REDACTED B1]", prose(1)), 0.6, id="words-withheld"),
        pytest.param(prose(1)[: len(prose(1)) // 2] + "[REDACTED B1]", 0.4, id="half-withheld"),
        pytest.param(damaged(prose(1), 0.07), 0.12, id="7-percent-misread"),
    ],
)
def test_a_text_is_known_again(other: str, least: float):
    assert similarity(prose(1), other) >= least


def test_other_texts_of_the_same_words_are_not_alike():
    assert max(similarity(prose(1), prose(n)) for n in range(2, 12)) < 0.03
