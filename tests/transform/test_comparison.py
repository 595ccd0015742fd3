"""What one release shows where another withholds, word by word and paragraph by paragraph."""

from __future__ import annotations

import pytest

from transform.comparison import Disclosure, Passage, Scope, disclosures

WHOLE = (
    "The harbour master told the consul on May 4 that the northern quay would be closed for the "
    "winter, because the dredger had been sold to a firm in the south."
)


def passages(*texts: str) -> list[Passage]:
    """Paragraphs of `2. text`, or without a number."""
    found = []
    for position, text in enumerate(texts, 1):
        number, dot, rest = text.partition(". ")
        if dot and number.isdigit():
            found.append(Passage(position=position, number=int(number), text=rest))
        else:
            found.append(Passage(position=position, number=None, text=text))
    return found


def words(withholding: str, showing: str) -> list[tuple[str | None, str, bool]]:
    found = disclosures(passages(withholding), passages(showing))
    return [(one.withheld, one.shown, one.is_placed) for one in found]


@pytest.mark.parametrize(
    ("withholding", "showing", "expected"),
    [
        pytest.param(
            WHOLE.replace("the northern quay", "[REDACTED B1]"),
            WHOLE,
            [("[REDACTED B1]", "the northern quay", True)],
            id="words",
        ),
        pytest.param(
            WHOLE.replace("the harbour master".capitalize(), "[REDACTED B6]", 1).replace(
                "in the south.", "[REDACTED B1]"
            ),
            WHOLE,
            [
                ("[REDACTED B6]", "The harbour master", True),
                ("[REDACTED B1]", "in the south.", True),
            ],
            id="at-both-ends",
        ),
        pytest.param(
            WHOLE.replace("the northern quay", "[REDACTED B1] [REDACTED 1.4(D)]"),
            WHOLE,
            [("[REDACTED B1] [REDACTED 1.4(D)]", "the northern quay", True)],
            id="two-boxes-side-by-side",
        ),
        pytest.param(
            WHOLE.replace("the northern quay", "[REDACTED B1]"),
            WHOLE.replace("told", "to1d").replace("because", "becanse"),
            [("[REDACTED B1]", "the northern quay", True)],
            id="misread-elsewhere",
        ),
        pytest.param(
            WHOLE.replace("the northern quay", "[REDACTED B1]"),
            WHOLE.replace("4 that", "4 thaf").replace("would", "wou1d"),
            [("[REDACTED B1]", "the northern quay", False)],
            id="misread-beside-it",
        ),
        pytest.param(
            WHOLE.replace("the northern quay would be", "[REDACTED B1]"),
            WHOLE.replace("northern quay", "[REDACTED B6] quay"),
            [("[REDACTED B1]", "the [REDACTED B6] quay would be", True)],
            id="part-of-it-still-withheld",
        ),
        pytest.param(
            WHOLE.replace("the northern quay", "[REDACTED B1]"),
            WHOLE.replace("the northern quay", "[REDACTED B1]"),
            [],
            id="withheld-in-both",
        ),
        pytest.param(
            WHOLE.replace("northern quay", "northern [REDACTED B1] quay"), WHOLE, [], id="no-words"
        ),
        pytest.param(WHOLE, WHOLE.replace("quay", "[REDACTED B1]"), [], id="nothing-withheld"),
        pytest.param(
            "7. [REDACTED B1]", f"7. {WHOLE}", [("[REDACTED B1]", WHOLE, True)], id="all-of-it"
        ),
        pytest.param(
            "The mayor [REDACTED B6].",
            "The mayor left.",
            [("[REDACTED B6]", "left.", True)],
            id="in-its-place",
        ),
        pytest.param("", "", [], id="empty"),
    ],
)
def test_words(withholding, showing, expected):
    assert words(withholding, showing) == expected


def test_the_codes_and_places_of_a_stretch():
    (one,) = disclosures(
        passages("1. Nothing.", "2. " + WHOLE.replace("May 4", "[REDACTED B1 1.4(D)]")),
        passages("Classified by nobody.", "1. Nothing.", f"2. {WHOLE}"),
    )[1:]
    assert one == Disclosure(
        scope=Scope.WORDS,
        withheld_position=2,
        shown_position=3,
        withheld="[REDACTED B1 1.4(D)]",
        exemptions=("B1", "1.4(D)"),
        shown="May 4",
        is_placed=True,
    )


FERRY = "The ferry to the islands did not sail in the second week of the month for want of coal."
PRICES = "Prices of bread and of lamp oil rose again while the council debated the new tariff."


@pytest.mark.parametrize(
    ("withholding", "showing", "missing"),
    [
        pytest.param([f"1. {WHOLE}"], [f"1. {WHOLE}", f"2. {FERRY}"], [2], id="last"),
        pytest.param([f"2. {FERRY}"], [f"1. {WHOLE}", f"2. {FERRY}"], [1], id="first"),
        pytest.param([WHOLE, PRICES], [WHOLE, FERRY, PRICES], [2], id="without-numbers"),
        pytest.param([], [WHOLE, FERRY], [1, 2], id="denied-in-full"),
        pytest.param(
            [f"1. {WHOLE} {FERRY}"], [f"1. {WHOLE}", f"2. {FERRY}"], [], id="cut-otherwise"
        ),
        pytest.param(
            [f"1. {WHOLE}", f"8. {FERRY}"], [f"1. {WHOLE}", f"3. {FERRY}"], [], id="misread-number"
        ),
        pytest.param(
            [f"1. {WHOLE}", f"2. {PRICES}"],
            [f"1. {WHOLE}", f"2. {FERRY}", f"3. {PRICES}"],
            [2],
            id="numbered-anew",
        ),
        pytest.param([f"1. {WHOLE}", f"2. {FERRY}"], [f"1. {WHOLE}"], [], id="shows-less"),
    ],
)
def test_paragraphs(withholding, showing, missing):
    found = disclosures(passages(*withholding), passages(*showing))
    assert [one.shown_position for one in found] == missing
    assert all(one.scope is Scope.PARAGRAPH and one.withheld is None for one in found)
