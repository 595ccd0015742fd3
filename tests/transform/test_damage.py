"""Headers of invented cables, misread at a known rate: what is read, and what is wrong unseen.

Words here have no confidence, as in born-digital text: only the parsers' own doubts count. On real
scans the engine's confidence flags more.
"""

from __future__ import annotations

import pytest

from tests.transform.damage import Tally, measure, table

CABLES_AN_ERA = 60

EXACT: dict[str, tuple[float, float, float]] = {
    "dtg_raw": (95, 90, 86),
    "precedence": (95, 93, 93),
    "info_precedence": (96, 97, 95),
    "originator": (97, 93, 85),
    "addressees": (83, 52, 18),
    "continuity_number": (93, 85, 75),
    "classification": (97, 96, 92),
    "post": (96, 96, 95),
    "serial": (96, 93, 83),
    "captions": (97, 97, 94),
    "executive_order": (95, 95, 91),
    "declassify_raw": (94, 94, 83),
    "declassify_on": (97, 96, 95),
    "tags": (92, 82, 68),
    "classification_reasons": (92, 96, 89),
}
"""Least share (percent) read exactly at 2, 5 and 10 % of characters misread: what was measured,
less three points. An addressee list counts as one value."""

SILENT: dict[str, tuple[float, float, float]] = {
    "declassify_raw": (2, 3, 6),
}
"""Most (percent) read wrongly with nothing said, where it is more than `MOST_SILENT`: the names in
a declassification line can be anything."""

MOST_SILENT = 2.0

SHARES = (0.02, 0.05, 0.10)


@pytest.fixture(scope="module", params=range(len(SHARES)), ids=[f"{s:.0%}" for s in SHARES])
def damaged(request) -> tuple[int, dict[str, Tally]]:
    return request.param, measure(SHARES[request.param], cables_an_era=CABLES_AN_ERA)


def test_whole_headers_are_read_exactly():
    tallies = measure(0.0, cables_an_era=CABLES_AN_ERA)
    assert {name: tally.exact / tally.total for name, tally in tallies.items()} == dict.fromkeys(
        tallies, 1.0
    ), table(tallies)


def test_most_damaged_fields_are_read_exactly(damaged):
    level, tallies = damaged
    low = {
        n: least[level] for n, least in EXACT.items() if 100 * tallies[n].exact_share < least[level]
    }
    assert not low, table(tallies)


def test_few_damaged_fields_are_wrong_unseen(damaged):
    level, tallies = damaged
    most = {name: SILENT[name][level] if name in SILENT else MOST_SILENT for name in tallies}
    unseen = {name for name, tally in tallies.items() if 100 * tally.silent_share > most[name]}
    assert not unseen, table(tallies)
