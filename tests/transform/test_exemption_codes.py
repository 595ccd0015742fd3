"""Exemption codes: found however they are printed, decoded by the day of the review."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from transform.vocab import EXEMPTIONS, ORDERS, exemption_key, find_exemption


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        pytest.param("B1", "B1", id="bare"),
        pytest.param("(b)(1)", "B1", id="as-the-act-writes-it"),
        pytest.param("B-1", "B1", id="dash"),
        pytest.param("b7C", "B7(C)", id="law-enforcement"),
        pytest.param("(B)(7)(C)", "B7(C)", id="law-enforcement-as-the-act-writes-it"),
        pytest.param("1.4(d)", "1.4(D)", id="small-letter"),
        pytest.param("1.4D", "1.4(D)", id="no-parentheses"),
        pytest.param("1.3(a)(5)", "1.3(A)(5)", id="order-12356"),
        pytest.param("1-301(c)", "1-301(C)", id="order-12065"),
        pytest.param("XGDS-2", "XGDS2", id="order-11652"),
        pytest.param("3.3(b)(6)", "3.3(B)(6)", id="25-years"),
        pytest.param("25X1", "25X1", id="25-years-marking"),
        pytest.param("1.6(D)", "1.6(D)", id="ten-years"),
        pytest.param("3.4(B)", "3.4(B)", id="25-years-as-issued"),
        pytest.param("50X1-HUM", "50X1-HUM", id="50-years"),
        pytest.param("CIA PERS/ORG", "CIA PERS/ORG", id="statute"),
        pytest.param("(k)(1)", "K1", id="privacy-act"),
        pytest.param("NR", "NR", id="not-responsive"),
    ],
)
def test_a_code_is_found_however_it_is_printed(printed, code):
    found = find_exemption(printed)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("printed", ["", "B0", "1.6(Z)", "MEXICO", "25X"])
def test_an_unknown_code_is_not_guessed(printed):
    assert find_exemption(printed) is None
    assert printed not in EXEMPTIONS


@pytest.mark.parametrize(
    ("code", "reviewed_on", "authority", "in_force"),
    [
        ("1.3(A)(5)", date(1990, 1, 1), "E.O. 12356", True),
        ("1.5(D)", date(1999, 6, 1), "E.O. 12958 as issued", True),
        ("1.5(D)", date(2005, 6, 1), "E.O. 12958 as issued", False),
        ("1.4(D)", date(2003, 3, 25), "E.O. 12958 as amended", True),
        ("1.4(D)", date(2010, 6, 26), "E.O. 12958 as amended", True),
        ("1.4(D)", date(2010, 6, 27), "E.O. 13526", True),
        ("1.4(D)", date(2000, 1, 1), "E.O. 12958 as amended", False),
        ("1.4(D)", None, "E.O. 13526", True),
        ("3.4(B)(6)", date(2000, 1, 1), "E.O. 12958 as issued", True),
        ("25X1", date(2000, 1, 1), "E.O. 12958 as issued", True),
        ("25X1", date(2006, 1, 1), "E.O. 12958 as amended", True),
        ("25X1", date(2026, 1, 1), "E.O. 13526", True),
        ("B1", date(1980, 1, 1), "FOIA", True),
        ("INA", date(1990, 1, 1), "FOIA B3", True),
        ("NR", date(2026, 1, 1), "Request", True),
    ],
)
def test_a_code_means_what_the_order_in_force_says(code, reviewed_on, authority, in_force):
    found = find_exemption(code, reviewed_on)
    assert found is not None
    assert found.authority == authority
    assert found.covers(reviewed_on or date(2026, 1, 1)) is in_force


def test_the_meaning_changes_with_the_order():
    before, after = (find_exemption("1.4(H)", date(year, 1, 1)) for year in (2005, 2015))
    assert before is not None and after is not None
    assert before.meaning == "Weapons of mass destruction"
    assert after.meaning == "Development, production, or use of weapons of mass destruction"


def test_codes_are_printed_once_and_their_periods_do_not_overlap():
    spellings: dict[str, str] = {}
    for row in EXEMPTIONS.codes:
        assert spellings.setdefault(exemption_key(row.code), row.code) == row.code
    for before, after in pairwise(EXEMPTIONS.codes):
        if before.code == after.code:
            assert before.valid_to and after.valid_from
            assert before.valid_to < after.valid_from, before.code


def test_orders_cited_are_known_and_in_force_with_their_codes():
    for row in EXEMPTIONS.codes:
        if not row.authority.startswith("E.O. "):
            continue
        order = ORDERS[row.authority.split()[1]]
        assert row.valid_from is not None and row.valid_from >= order.effective_from, row.code
        if order.effective_to:
            assert row.valid_to is not None and row.valid_to <= order.effective_to, row.code
