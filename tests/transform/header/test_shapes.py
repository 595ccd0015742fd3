"""Words told through characters of one shape."""

from __future__ import annotations

import pytest

from transform.header.shapes import closest_by_shape, is_alike, shape_slips

WORDS = ("ECON", "EAGR", "EAIR", "PINT", "PINR")


@pytest.mark.parametrize(
    ("printed", "word"),
    [("EC0N", "ECON"), ("ECOM", "ECON"), ("E4GR", "EAGR"), ("EOXC", None), ("XXXX", None),
     ("ECON", "ECON"), ("ECO", None)],
)  # fmt: skip
def test_the_one_word_of_that_shape(printed, word):
    assert closest_by_shape(printed, WORDS) == word


def test_two_words_of_one_shape_are_not_guessed_between():
    assert closest_by_shape("CE1", ("CEI", "CEL")) is None


def test_shapes_are_those_of_single_characters():
    assert is_alike("O", "0")
    assert not is_alike("O", "X")
    assert shape_slips("LIMA", "L1M4") == 2
    assert shape_slips("LIMA", "LIMAX") is None
