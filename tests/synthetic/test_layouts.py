"""The invented layouts: each says what it prints, and is the same every time."""

from __future__ import annotations

import json

import pytest

from tests.synthetic import words
from tests.synthetic.layouts import CASES
from transform.cable import Cable, CableLayout

LISTS = {"refs", "release"}
"""Keys of a truth that are no column."""


@pytest.mark.parametrize("slug", CASES)
def test_a_case_is_the_same_every_time_and_says_that_it_is_invented(slug):
    first, again = (dict(CASES[slug].prints()) for _ in range(2))
    assert {name: one.pdf for name, one in first.items()} == {
        name: one.pdf for name, one in again.items()
    }
    for printed in first.values():
        head = printed.lines()["pages"][0]["lines"][0]["text"]
        assert head.startswith("INVENTED SAMPLE - NOT A REAL")


@pytest.mark.parametrize("slug", CASES)
def test_a_truth_names_columns_and_is_plain_json(slug):
    for _, printed in CASES[slug].prints():
        for truth in printed.truths:
            assert set(truth) - LISTS <= set(Cable.__slots__)
            assert json.loads(json.dumps(truth)) == truth


def test_every_layout_has_a_case():
    printed = {
        truth["layout"]
        for case in CASES.values()
        for _, one in case.prints()
        for truth in one.truths
    }
    # Bare text comes out of a page cut off above and below; tests of the reader type it.
    assert printed == {str(one) for one in CableLayout if one is not CableLayout.BARE}


@pytest.mark.parametrize("slug", [slug for slug in CASES if not slug.startswith("none-")])
def test_what_the_truth_says_stands_on_the_paper(slug):
    for _, printed in CASES[slug].prints():
        text = "\n".join(
            line["text"] for page in printed.lines()["pages"] for line in page["lines"]
        ).replace(words.NOTICE, "")
        for truth in printed.truths:
            assert truth["originator"] in text
            assert ", ".join(truth["tags"]) in text
            if truth["dtg_raw"]:
                assert truth["dtg_raw"] in text
